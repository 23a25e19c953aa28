package dataset

import (
	"bytes"
	"encoding/csv"
	"math"
	"net/http"
	"strconv"

	"minhbach/internal/app"
	"minhbach/opendata/chart"
	"minhbach/portal/site"
)

// ServeSVG answers the figure as a file, for reports and slides.
func ServeSVG(s *site.Site, r *site.Request) error {
	return figureFile(r, "/bieu-do.svg", "image/svg+xml; charset=utf-8", func(f chart.Figure) ([]byte, error) { return f.SVG("hinh"), nil })
}

// ServeCSV answers the figures behind the figure.
func ServeCSV(s *site.Site, r *site.Request) error {
	return figureFile(r, "/bieu-do.csv", "text/csv; charset=utf-8", func(f chart.Figure) ([]byte, error) {
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		head := []string{f.X}
		for _, s := range f.Series {
			name := s.Name
			if name == "" {
				name = f.Measure
			}
			head = append(head, name)
		}
		if err := w.Write(head); err != nil {
			return nil, err
		}
		for i, label := range f.Labels {
			line := []string{label}
			for _, s := range f.Series {
				text := ""
				if v := s.Values[i]; !math.IsNaN(v) && !math.IsInf(v, 0) {
					text = strconv.FormatFloat(v, 'f', -1, 64)
				}
				line = append(line, text)
			}
			if err := w.Write(line); err != nil {
				return nil, err
			}
		}
		w.Flush()
		return b.Bytes(), w.Error()
	})
}

func figureFile(r *site.Request, rest, media string, write func(chart.Figure) ([]byte, error)) error {
	d, here, err := Open(r, rest)
	if err != nil || !here {
		return err
	}
	if d.Content.Release == nil {
		return app.ErrNotFound.New()
	}
	q, columns := r.Asked.Query(), d.Content.Release.Columns
	profiles, err := r.Site.App.Queries.Datasets.Profile(r.Context(), Target(r, d))
	if err != nil {
		return err
	}
	spec, _, err := specOf(q, columns, profiles)
	if err != nil {
		return err
	}
	fig, _, err := draw(r, d, spec, ReadState(q, columns, string(r.Lang)))
	if err != nil {
		return err
	}
	body, err := write(fig)
	if err != nil {
		return err
	}
	h := r.W.Header()
	h.Set("Content-Type", media)
	h.Set("Content-Disposition", `inline; filename="`+d.Slug+rest[len("/bieu-do"):]+`"`)
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, err = r.W.Write(body)
	}
	return err
}
