package bench

import (
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Machine on which it was measured. What the system does not tell stays empty.
type Machine struct {
	System    string  `json:"system"`
	Go        string  `json:"go"`
	Processor string  `json:"processor"`
	Cores     int     `json:"cores"`
	Memory    uint64  `json:"memory_mib"`
	Load      float64 `json:"load_at_start"` // mean of the last minute
	Disk      float64 `json:"disk_mb_s"`     // 64 MB written and synced
}

func thisMachine(dir string) Machine {
	m := Machine{System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version(), Cores: runtime.NumCPU(), Processor: field("/proc/cpuinfo", "model name"), Disk: diskSpeed(dir)}
	if kb, err := strconv.ParseUint(strings.TrimSuffix(field("/proc/meminfo", "MemTotal"), " kB"), 10, 64); err == nil {
		m.Memory = kb >> 10
	}
	if raw, err := os.ReadFile("/proc/loadavg"); err == nil {
		fmt.Sscan(string(raw), &m.Load)
	}
	return m
}

// field of one of the text files in which Linux tells about itself.
func field(path, name string) string {
	raw, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(raw)) {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// peakMemory is the most that this process had resident since resetPeak; 0: not known.
func peakMemory() uint64 { return memory("VmHWM") }

func memory(name string) uint64 {
	kb, err := strconv.ParseUint(strings.TrimSuffix(field("/proc/self/status", name), " kB"), 10, 64)
	if err != nil {
		return 0
	}
	return kb << 10
}

// processorTime is what this process has used of the processors, those of others not
// counted: it tells the cost of work even on a busy machine. 0: not known.
func processorTime() time.Duration {
	raw, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(raw), ") ") // the name may hold spaces
	cells := strings.Fields(rest)
	if len(cells) < 13 {
		return 0
	}
	user, _ := strconv.ParseInt(cells[11], 10, 64) // proc(5): fields 14 and 15, in hundredths
	system, _ := strconv.ParseInt(cells[12], 10, 64)
	return time.Duration(user+system) * 10 * time.Millisecond
}

// resetPeak begins anew (proc(5), clear_refs 5); where it may not, peaks only grow.
func resetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }
