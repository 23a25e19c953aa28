package bench

// Sizes that the goals speak of.
const (
	goalRows      = 1_000_000
	goalPage      = 13_000_000
	goalGroups    = 10_000_000
	goalDocuments = 100_000
	goalRequests  = 8_000 // of each kind of page: enough for a p95
	wideRow       = 475   // bytes, so that a million rows are 475 MB
	narrowRow     = 38    // bytes, at most on average
	samples       = 60    // questions of a kind
)

// sizes of this run.
type sizes struct {
	Load      int64 `json:"load_rows"`
	Page      int64 `json:"page_rows"`
	Groups    int64 `json:"group_rows"`
	Documents int64 `json:"documents"`
	Requests  int64 `json:"page_requests"`
	Samples   int   `json:"questions"`
}

// sizesOf keeps the proportions of the goals.
func sizesOf(o Options) sizes {
	share := float64(o.Rows) / goalRows * o.Scale
	of := func(n int64, least int64) int64 { return max(least, int64(float64(n)*share)) }
	s := sizes{Load: o.Rows, Page: of(goalPage, 1000), Groups: of(goalGroups, 1000), Documents: of(goalDocuments, 100), Requests: of(goalRequests, 60), Samples: samples}
	if share < 0.01 {
		s.Samples = 6
	}
	return s
}

// need is the room on disk, generously: the file made, the upload, the copy kept
// and the table; and what PostgreSQL writes, twice for an update of every row.
func (s sizes) need(withPostgres bool) uint64 {
	narrow := max(s.Page, s.Groups) * narrowRow
	n := s.Load*wideRow*4 + narrow*3 + (s.Page+s.Groups)*narrowRow*2
	if withPostgres {
		n += s.Load*wideRow*6 + (s.Page+s.Groups)*narrowRow*4
	}
	return uint64(n) + 256<<20
}
