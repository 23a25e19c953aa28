package datasetdesk

import (
	"strconv"

	set "minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/projections/view"
)

// Reading tells how a file was read.
func Reading(lang i18n.Lang, x set.Reading) []render.Fact {
	var out []render.Fact
	add := func(name, text string) {
		if text != "" {
			out = append(out, render.Fact{Term: i18n.T(lang, "desk.data.reading."+name), Text: text})
		}
	}
	add("format", named(lang, "format", x.Format))
	add("encoding", named(lang, "encoding", x.Encoding))
	switch x.Delimiter {
	case "":
	case "\t":
		add("delimiter", i18n.T(lang, "desk.data.delimiter.tab"))
	case " ":
		add("delimiter", "␠")
	default:
		add("delimiter", x.Delimiter)
	}
	add("sheet", x.Sheet)
	add("path", x.Path)
	if x.HeaderRow > 0 {
		add("header_row", strconv.Itoa(x.HeaderRow))
	}
	return out
}

func named(lang i18n.Lang, what, value string) string {
	if key := "desk.data." + what + "." + value; value != "" && i18n.Has(key) {
		return i18n.T(lang, key)
	}
	return value
}

// RevisionReason is what readers were told, or are to be told, of the data in hand:
// what its release says, else why the revision was opened. What the board said on
// returning it is not for readers.
func RevisionReason(w view.DatasetWork) string {
	if x := w.Content.Release; x != nil && (w.Public == nil || w.Public.Release == nil || w.Public.Release.ID != x.ID) && x.Reason != "" {
		return x.Reason
	}
	if w.State == editorial.StateCorrection {
		return w.Reason
	}
	return ""
}
