package browser

import "os"

// job is what check.mjs reads.
type job struct {
	Base     string            `json:"base"`
	Chromium string            `json:"chromium"`
	Pages    []jobPage         `json:"pages"`
	Themes   []string          `json:"themes"`
	Widths   []int             `json:"widths"`
	Cookie   string            `json:"cookie"`
	Shots    string            `json:"shots"`
	Errors   bool              `json:"errors"`
	Ignore   map[string]string `json:"ignore"`
}

type jobPage struct {
	Path string `json:"path"`
	Lang string `json:"lang"`
}

func (o Options) job(base, chromium string, paths []string) job {
	j := job{Base: base, Chromium: chromium, Themes: o.themes(), Widths: o.widths(), Cookie: o.Cookie,
		Shots: o.Shots, Errors: o.Errors, Ignore: o.Ignore}
	if j.Shots == "" {
		j.Shots = os.Getenv("MINHBACH_SCREENSHOTS")
	}
	english := o.English
	if english == nil {
		english = func(path string) string {
			if path == "/" {
				return "/en"
			}
			return "/en" + path
		}
	}
	for _, p := range paths {
		j.Pages = append(j.Pages, jobPage{p, "vi"})
		if !o.OnlyVI {
			j.Pages = append(j.Pages, jobPage{english(p), "en"})
		}
	}
	return j
}

func (o Options) times() int {
	n := len(o.themes()) * len(o.widths())
	if !o.OnlyVI {
		n *= 2
	}
	return n
}

func (o Options) themes() []string {
	if o.Themes == nil {
		return []string{"light", "dark"}
	}
	return o.Themes
}

func (o Options) widths() []int {
	if o.Widths == nil {
		return []int{320, 1280}
	}
	return o.Widths
}
