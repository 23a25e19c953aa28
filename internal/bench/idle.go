package bench

import "runtime/debug"

// idle is what the node holds when nobody asks anything.
func (r *run) idle() {
	debug.FreeOSMemory()
	if now := memory("VmRSS"); now > 0 {
		mib := float64(now >> 20)
		r.report.add(Figure{Step: "idle", What: Words{"bộ nhớ lúc rỗi, kho trống", "idle memory, nothing stored"}, Unit: "MiB", Count: 1, P50: mib, P95: mib, Goal: &Goal{Limit: 150}})
	}
}
