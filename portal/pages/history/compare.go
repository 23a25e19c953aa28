package history

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"minhbach/domain/fault"
	"minhbach/portal/i18n"
	"minhbach/portal/reading"
	"minhbach/portal/render"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// Compare is the form with two columns of choices and its answer.
type Compare struct {
	Possible bool // there are two versions
	Shown    bool
	From, To int
	Error    string
	Added    int
	Removed  int
	Fields   []Field
}

// Field is one field that differs.
type Field struct {
	Label string
	Diff  render.Diff
}

var errCompare = fault.Define(fault.Invalid, "history.compare",
	"Hãy chọn hai phiên bản khác nhau có trong danh sách.",
	"Choose two different versions of the list.")

// compare answers the form; without a choice it compares the last two versions.
func (p *Page) compare(r *site.Request, item view.Publication, versions []view.Version) (int, error) {
	c := &p.Compare
	if c.Possible = len(versions) > 1; !c.Possible {
		return http.StatusOK, nil
	}
	c.From, c.To = versions[len(versions)-2].Number, versions[len(versions)-1].Number
	q := r.Asked.Query()
	if q.Has("tu") || q.Has("den") {
		c.From, c.To = number(q.Get("tu")), number(q.Get("den"))
	}
	known := func(n int) bool {
		return slices.ContainsFunc(versions, func(v view.Version) bool { return v.Number == n })
	}
	for i, v := range p.Versions {
		p.Versions[i].From, p.Versions[i].To = v.Number == c.From, v.Number == c.To
	}
	if c.From == c.To || !known(c.From) || !known(c.To) {
		c.Error = errCompare.Sentence(string(r.Lang))
		return http.StatusUnprocessableEntity, nil
	}
	fields, err := differences(r, item.ID, c.From, c.To)
	if err != nil {
		return 0, err
	}
	c.Shown, c.Fields = true, fields
	for _, f := range fields {
		c.Added, c.Removed = c.Added+f.Diff.Summary.Added, c.Removed+f.Diff.Summary.Removed
	}
	return http.StatusOK, nil
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

// kept remembers comparisons: two versions never change, and a long text takes a
// while to compare.
var kept = struct {
	sync.Mutex
	by map[string][]Field
}{by: map[string][]Field{}}

const keptComparisons = 64

func differences(r *site.Request, id string, from, to int) ([]Field, error) {
	d, err := r.Site.App.Queries.Diff(r.Context(), id, from, to)
	if err != nil {
		return nil, err
	}
	key := fmt.Sprint(r.Lang, d.From.ContentHash, d.To.ContentHash)
	kept.Lock()
	fields, ok := kept.by[key]
	kept.Unlock()
	if ok && d.From.ContentHash != "" {
		return fields, nil
	}
	for _, c := range d.Changes {
		fields = append(fields, Field{Label: FieldLabel(r.Lang, c.Field), Diff: render.NewDiff(c.Before, c.After)})
	}
	kept.Lock()
	defer kept.Unlock()
	if len(kept.by) >= keptComparisons {
		clear(kept.by)
	}
	kept.by[key] = fields
	return fields, nil
}

// FieldLabel names a field of the content by its path ("details.document.number",
// "translations.en.body").
func FieldLabel(lang i18n.Lang, path string) string {
	parts := strings.Split(path, ".")
	name := parts[len(parts)-1]
	label := name
	if key := "field." + name; i18n.Has(key) {
		label = i18n.T(lang, key)
	}
	if len(parts) == 3 && parts[0] == "translations" {
		return i18n.T(lang, "field.translation", reading.LanguageName(parts[1]), label)
	}
	return label
}
