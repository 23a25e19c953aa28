package bench

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"time"
)

// groups measures figures by groups over a long table, by the public API.
func (r *run) groups(ctx context.Context) error {
	p, drop, err := r.long(ctx, "groups", "gia-theo-xa.csv", "Giá theo xã đo nhóm", "grouped", r.Groups)
	if err != nil {
		return err
	}
	defer drop()
	r.tell("hỏi theo nhóm", "asking by groups")
	ask := func(group, figures, where string) string {
		q := url.Values{"group_by": {group}, "select": {figures}, "limit": {"10000"}}
		if where != "" {
			q.Set("where", where)
		}
		return q.Encode()
	}
	goal := &Goal{Limit: 500, Size: goalGroups}
	few := max(3, r.Samples/6)
	// Every question differs from the one before, by a condition that leaves no row
	// out: the node remembers small answers, and a repeated one would measure that.
	for _, kind := range []struct {
		what Words
		n    int
		goal *Goal
		make func(i int) question
	}{
		{Words{"theo xã: đếm, tổng, trung bình", "by commune: count, sum, mean"}, 2 * few, goal, func(i int) question {
			return question{
				api: ask("xa", "count,sum(gia),avg(gia)", fmt.Sprintf("gia >= %d", i)),
				sql: fmt.Sprintf("SELECT xa, count(*), sum(gia), avg(gia) FROM grouped WHERE gia >= %d GROUP BY xa ORDER BY xa", i),
			}
		}},
		{Words{"theo năm và mặt hàng: đếm, trung bình", "by year and goods: count, mean"}, 2 * few, goal, func(i int) question {
			return question{
				api: ask("ngay:year,mat_hang", "count,avg(gia)", fmt.Sprintf("gia >= %d", i)),
				sql: fmt.Sprintf("SELECT date_trunc('year', ngay), mat_hang, count(*), avg(gia) FROM grouped WHERE gia >= %d GROUP BY 1, 2 ORDER BY 1, 2", i),
			}
		}},
		{Words{"theo tháng, có điều kiện: nhỏ nhất, lớn nhất, tổng", "by month, with a condition: least, most, sum"}, 2 * few, goal, func(i int) question {
			name, least := goods[i%len(goods)], 20_000+i*37
			return question{
				api: ask("ngay:month", "min(gia),max(gia),sum(gia)", fmt.Sprintf("mat_hang = %q and gia >= %d", name, least)),
				sql: fmt.Sprintf("SELECT date_trunc('month', ngay), min(gia), max(gia), sum(gia) FROM grouped WHERE mat_hang = '%s' AND gia >= %d GROUP BY 1 ORDER BY 1", name, least),
			}
		}},
		{Words{"theo mặt hàng: trung vị, số giá trị khác nhau", "by goods: median, different values"}, 3, nil, func(i int) question {
			return question{
				api: ask("mat_hang", "median(gia),distinct(xa)", fmt.Sprintf("gia >= %d", i)),
				sql: fmt.Sprintf("SELECT mat_hang, percentile_cont(0.5) WITHIN GROUP (ORDER BY gia), count(DISTINCT xa) FROM grouped WHERE gia >= %d GROUP BY 1 ORDER BY 1", i),
			}
		}},
	} {
		at := len(r.report.Figures)
		if err := r.compared(ctx, "groups", kind.what, p.groups, kind.n, kind.make, kind.goal, r.Groups); err != nil {
			return err
		}
		if at == r.firstGroups() && r.pg == nil {
			ms, err := r.scanned()
			if err != nil {
				return err
			}
			r.report.Figures[at].versus(Words{"đọc lướt tệp CSV một lần", "one plain scan of the CSV"}, ms, ms)
		}
	}
	return nil
}

// firstGroups is the place of the first figure by groups.
func (r *run) firstGroups() int {
	for i, f := range r.report.Figures {
		if f.Step == "groups" && f.Unit == "ms" {
			return i
		}
	}
	return -1
}

// scanned is the first question answered by reading the file once, in milliseconds:
// what whoever downloads it has to do.
func (r *run) scanned() (float64, error) {
	file := r.path("scan.csv")
	defer os.Remove(file)
	if err := writeNarrow(file, r.Groups); err != nil {
		return 0, err
	}
	f, err := os.Open(file)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	type sum struct {
		n     int64
		total float64
	}
	begun := time.Now()
	all := map[string]*sum{}
	lines := bufio.NewScanner(f)
	for first := true; lines.Scan(); first = false {
		cells := bytes.SplitN(lines.Bytes(), []byte(","), 4)
		if first {
			continue
		}
		s := all[string(cells[1])]
		if s == nil {
			s = &sum{}
			all[string(cells[1])] = s
		}
		v, err := strconv.ParseFloat(string(cells[3]), 64)
		if err != nil {
			return 0, err
		}
		s.n++
		s.total += v
	}
	return float64(time.Since(begun).Microseconds()) / 1000, lines.Err()
}
