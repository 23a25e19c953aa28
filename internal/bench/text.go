package bench

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Write prints the report for people.
func (r *Report) Write(w io.Writer, lang string) {
	say := func(vi, en string) string {
		if lang == "en" {
			return en
		}
		return vi
	}
	word := func(t Words) string { return say(t.Vi, t.En) }
	m := r.Machine
	fmt.Fprintf(w, say("Máy: %s · %d lõi · %d MiB bộ nhớ · đĩa ghi chắc %.0f MB/s · tải lúc đầu %.2f · %s · %s\n", "Machine: %s · %d cores · %d MiB of memory · disk syncs %.0f MB/s · load at the start %.2f · %s · %s\n"),
		m.Processor, m.Cores, m.Memory, m.Disk, m.Load, m.System, m.Go)
	fmt.Fprintf(w, "PostgreSQL: %s\n", r.Postgres)
	for _, warning := range r.Warnings {
		fmt.Fprintf(w, "! %s\n", word(warning))
	}
	fmt.Fprintf(w, "\n%s %8s %10s %12s %-16s %s\n", pad(say("việc", "what"), 66), say("cỡ", "size"), "p50", "p95", say("mục tiêu", "goal"), say("so với (tỉ lệ: gấp mấy lần)", "against (ratio: times better)"))
	step := ""
	for _, f := range r.Figures {
		if f.Step != step {
			step = f.Step
			fmt.Fprintf(w, "%s\n", titles[step].in(say))
		}
		p95 := ""
		if f.CPU >= 0.01 {
			p95 = "cpu " + quantity(f.CPU, "s")
		}
		if f.Count > 1 {
			p95 = quantity(f.P95, f.Unit)
		}
		var against []string
		for _, v := range f.Against {
			text := word(v.Who) + " " + quantity(v.P50, f.Unit)
			if v.P95 != v.P50 {
				text += " / " + quantity(v.P95, f.Unit)
			}
			against = append(against, fmt.Sprintf("%s (%.2g×)", text, v.Ratio))
		}
		fmt.Fprintf(w, "  %s %8s %10s %12s %s %s\n", pad(word(f.What), 64), count(f.Size), quantity(f.P50, f.Unit), p95, pad(f.goal(say), 16), strings.Join(against, "; "))
	}
	if len(r.Peak) > 0 {
		var all []string
		for _, step := range append(slices.Clone(Steps), "restore") {
			if n, ok := r.Peak[step]; ok {
				all = append(all, fmt.Sprintf("%s %d", step, n))
			}
		}
		fmt.Fprintf(w, say("Bộ nhớ cao nhất của tiến trình, kể cả người hỏi (MiB): %s", "Peak memory of this process, those who ask included (MiB): %s"), strings.Join(all, ", "))
		fmt.Fprintln(w)
	}
	for _, note := range r.Notes {
		fmt.Fprintf(w, "· %s\n", word(note))
	}
	for _, fault := range r.Faults {
		fmt.Fprintf(w, say("! không đo được: %s\n", "! not measured: %s\n"), fault)
	}
	fmt.Fprintf(w, say("Mất %.0f giây.\n", "It took %.0f seconds.\n"), r.Seconds)
}

var titles = map[string]Words{
	"idle": {"Lúc rỗi", "Idle"}, "load": {"Nhập tệp", "Loading"}, "rows": {"Hỏi từng dòng, qua HTTP", "Rows, by HTTP"}, "groups": {"Hỏi theo nhóm, qua HTTP", "Groups, by HTTP"},
	"page": {"Trang cho người đọc", "Pages for readers"}, "search": {"Tìm kiếm", "Search"}, "restore": {"Sao lưu và khôi phục", "Backup and restore"},
}

func (t Words) in(say func(vi, en string) string) string { return say(t.Vi, t.En) }

func (f Figure) goal(say func(vi, en string) string) string {
	if f.Goal == nil {
		return ""
	}
	sign := "≤ "
	if f.Goal.AtLeast {
		sign = "≥ "
	}
	verdict := map[string]string{"met": say("đạt", "met"), "missed": say("CHƯA ĐẠT", "MISSED"), "other_size": say("khác cỡ", "other size")}[f.Verdict]
	return sign + quantity(f.Goal.Limit, f.Unit) + " " + verdict
}

func quantity(v float64, unit string) string {
	digits := 0
	switch {
	case v < 10:
		digits = 2
	case v < 100:
		digits = 1
	}
	return strconv.FormatFloat(v, 'f', digits, 64) + map[string]string{"s": " s", "ms": " ms", "per_s": "/s", "MiB": " MiB"}[unit]
}

func count(n int64) string {
	switch {
	case n == 0:
		return ""
	case n >= 1_000_000 && n%100_000 == 0:
		return strconv.FormatFloat(float64(n)/1e6, 'f', -1, 64) + " M"
	}
	return strconv.FormatInt(n, 10)
}

// pad counts characters, not bytes.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}
