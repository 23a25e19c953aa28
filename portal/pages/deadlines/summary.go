package deadlines

import (
	"strings"
	"sync"

	"minhbach/domain/duty"
	"minhbach/internal/app"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Summary counts the deadlines of public items.
type Summary struct {
	OnTime, Late, Open int
}

// Met counts those that are over, in time or late.
func (s Summary) Met() int { return s.OnTime + s.Late }

// Share of those met that were in time.
func (s Summary) Share() float64 {
	if s.Met() == 0 {
		return 0
	}
	return float64(s.OnTime) / float64(s.Met())
}

func count(all []view.Duty) (s Summary) {
	for _, d := range all {
		switch {
		case d.Verdict == nil:
			s.Open++
		case d.Verdict.State == duty.Late:
			s.Late++
		default:
			s.OnTime++
		}
	}
	return s
}

// kept remembers summaries of one position of one log: the first page of every
// agency shows one, and it changes only with the log.
var kept struct {
	sync.Mutex
	app      *app.App
	position uint64
	by       map[string]Summary
}

// Summarize counts the deadlines of agencies (nil: all).
func Summarize(r *site.Request, agencies []string) (Summary, error) {
	position := r.AsOf.Position
	if position == 0 {
		var err error
		if position, err = r.Site.App.Queries.Position(r.Context()); err != nil {
			return Summary{}, err
		}
	}
	key := strings.Join(agencies, " ")
	kept.Lock()
	s, ok := kept.by[key]
	ok = ok && kept.position == position && kept.app == r.Site.App
	kept.Unlock()
	if ok {
		return s, nil
	}
	all, err := r.Site.App.Queries.Duties(r.Context(), app.DutyQuery{Agencies: agencies, AsOf: r.AsOf})
	if err != nil {
		return Summary{}, err
	}
	s = count(all)
	if r.W.Header().Get("ETag") == "" {
		return s, nil // the read models may be behind that position
	}
	kept.Lock()
	defer kept.Unlock()
	if kept.position != position || kept.app != r.Site.App {
		kept.app, kept.position, kept.by = r.Site.App, position, map[string]Summary{}
	}
	kept.by[key] = s
	return s, nil
}
