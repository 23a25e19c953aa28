package datasetupload

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	set "minhbach/domain/dataset"
	"minhbach/internal/app"
	"minhbach/opendata/ingest"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/site"
)

// ReportOf is the beginning of a report; the whole is at base with an ending.
func ReportOf(lang i18n.Lang, x ingest.Report, base string) *Report {
	out := &Report{Total: x.Total, More: x.Total > listed, CSV: base + "/dong-loai.csv", JSON: base + "/dong-loai.json"}
	for _, row := range x.Rejected[:min(len(x.Rejected), listed)] {
		reason := row.Vi
		if lang == i18n.EN {
			reason = row.En
		}
		out.Rows = append(out.Rows, Rejected{row.Line, row.Column, row.Value, reason})
	}
	return out
}

// Findings are what looks like personal data, by column; never the values.
func Findings(lang i18n.Lang, columns []set.Column, all []set.Finding) []Finding {
	var out []Finding
	for _, x := range all {
		f := Finding{Column: x.Column, Kind: x.Kind, Count: x.Count}
		if c, ok := dataset.Column(columns, x.Column); ok {
			f.Column = dataset.Label(lang, c)
		}
		if x.Column == set.Outside {
			f.Column = i18n.T(lang, "desk.data.outside")
		}
		if key := "desk.data.finding." + x.Kind; i18n.Has(key) {
			f.Kind = i18n.T(lang, key)
		}
		var lines []string
		for _, n := range x.Rows {
			lines = append(lines, strconv.FormatInt(n, 10))
		}
		if f.Rows = strings.Join(lines, ", "); int64(len(x.Rows)) < x.Count {
			f.Rows += ", …"
		}
		out = append(out, f)
	}
	return out
}

// Rejects sends every rejected row of a file on its way in; ending is csv or json.
func Rejects(ending string) site.Handler {
	return func(s *site.Site, r *site.Request) error {
		_, up, ok, err := open(s, r)
		if err != nil || !ok {
			return err
		}
		if up.Examined == nil {
			return app.ErrUploadReading.New()
		}
		return SendReport(r, up.Examined.Report, ending)
	}
}

// SendReport writes a whole report as a file.
func SendReport(r *site.Request, x ingest.Report, ending string) error {
	h := r.W.Header()
	h.Set("Content-Disposition", `attachment; filename="dong-loai.`+ending+`"`)
	h.Set("X-Content-Type-Options", "nosniff")
	if ending == "json" {
		h.Set("Content-Type", "application/json")
		r.W.WriteHeader(http.StatusOK)
		return json.NewEncoder(r.W).Encode(x)
	}
	h.Set("Content-Type", "text/csv; charset=utf-8")
	r.W.WriteHeader(http.StatusOK)
	w := csv.NewWriter(r.W)
	w.UseCRLF = true // RFC 4180
	rows := [][]string{{"line", "column", "value", "code", "reason_vi", "reason_en"}}
	for _, row := range x.Rejected {
		rows = append(rows, []string{strconv.FormatInt(row.Line, 10), inert(row.Column), inert(row.Value), row.Code, row.Vi, row.En})
	}
	return w.WriteAll(rows)
}

// inert keeps spreadsheets from taking a value for a formula.
func inert(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}
