package bench

import (
	"fmt"
	"time"
)

// Report of a run.
type Report struct {
	Program  string            `json:"program"`
	Began    time.Time         `json:"began"`
	Seconds  float64           `json:"seconds"`
	Machine  Machine           `json:"machine"`
	Sizes    sizes             `json:"sizes"`
	Postgres string            `json:"postgres"` // its version and settings, or why there is none
	Warnings []Words           `json:"warnings,omitempty"`
	Notes    []Words           `json:"notes,omitempty"`
	Figures  []Figure          `json:"figures"`
	Peak     map[string]uint64 `json:"peak_mib,omitempty"` // resident memory of this process, by step
	Faults   []string          `json:"faults,omitempty"`   // steps that ended early
}

// Figure is something measured.
type Figure struct {
	Step    string   `json:"step"`
	What    Words    `json:"what"`
	Size    int64    `json:"size"` // rows, documents or requests
	Unit    string   `json:"unit"` // s, ms, per_s, MiB
	Count   int      `json:"count"`
	P50     float64  `json:"p50"` // the value itself where Count is 1
	P95     float64  `json:"p95"`
	CPU     float64  `json:"cpu_s,omitempty"` // seconds of processor that this process used for it
	Goal    *Goal    `json:"goal,omitempty"`
	Verdict string   `json:"verdict,omitempty"` // met, missed, other_size
	Against []Versus `json:"against,omitempty"`
}

// Goal of a figure.
type Goal struct {
	Limit   float64 `json:"limit"`
	AtLeast bool    `json:"at_least"` // else at most
	Size    int64   `json:"size"`     // at which it holds; 0: any
}

// Versus is the same work done otherwise, in the same run.
type Versus struct {
	Who   Words   `json:"who"`
	P50   float64 `json:"p50"`
	P95   float64 `json:"p95"`
	Ratio float64 `json:"ratio"` // how many times better ours is, of the medians
}

// add judges and keeps a figure.
func (r *Report) add(f Figure) *Figure {
	if g := f.Goal; g != nil {
		value := f.P95
		switch {
		case g.Size != 0 && f.Size != g.Size:
			f.Verdict = "other_size"
		case g.AtLeast && f.P50 >= g.Limit, !g.AtLeast && value <= g.Limit:
			f.Verdict = "met"
		default:
			f.Verdict = "missed"
		}
	}
	r.Figures = append(r.Figures, f)
	return &r.Figures[len(r.Figures)-1]
}

// versus adds what the others needed.
func (f *Figure) versus(who Words, p50, p95 float64) {
	ratio := 0.0
	switch {
	case f.Unit == "per_s" && p50 > 0:
		ratio = f.P50 / p50
	case f.P50 > 0:
		ratio = p50 / f.P50
	}
	f.Against = append(f.Against, Versus{who, p50, p95, ratio})
}

func (r *Report) warn(vi, en string, args ...any) {
	r.Warnings = append(r.Warnings, Words{fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...)})
}

func (r *Report) note(vi, en string, args ...any) {
	r.Notes = append(r.Notes, Words{fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...)})
}

// lookAtLoad warns that others were using the machine.
func (r *Report) lookAtLoad() {
	if per := r.Machine.Load / float64(r.Machine.Cores); per > 0.5 {
		r.warn("Máy đang bận khi bắt đầu (tải %.2f trên mỗi lõi): các con số dưới đây kém tin cậy; hãy đo lại khi máy rảnh.",
			"The machine was busy at the start (load %.2f a core): take these figures with care and measure again when it is quiet.", per)
	}
}

func (r *Report) peak(step string) {
	if n := peakMemory(); n > 0 {
		if r.Peak == nil {
			r.Peak = map[string]uint64{}
		}
		r.Peak[step] = n >> 20
	}
}

var (
	withPostgres = Words{"PostgreSQL", "PostgreSQL"}
	withScan     = Words{"đọc lướt", "plain scan"}
)
