package datasetwork

import (
	"slices"

	set "minhbach/domain/dataset"
	"minhbach/domain/editorial"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/pages/datasetact"
	"minhbach/portal/pages/datasetdesk"
	"minhbach/portal/pages/workdesk"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// forms are the commands that have a form of their own; the rest are deeds.
var forms = map[editorial.Command]string{
	set.CommandDescribe: "sua", set.CommandAttach: "tai-len", editorial.CommandApprove: "duyet", editorial.CommandReturn: "duyet",
	set.CommandClearPersonalData: "duyet", editorial.CommandCompleteChecklist: "duyet",
}

func actions(r *site.Request, w view.DatasetWork) (may []workdesk.Action, not []workdesk.Refusal) {
	lang, base := r.Lang, r.Link(datasetdesk.Path(w.ID))+"/"
	seen := map[string]bool{}
	for _, c := range set.Commands() {
		label := desk.Upper(c.Label(string(lang)))
		if !slices.Contains(w.Allowed, c) {
			if f := w.Refused[c]; f != nil && f.Code != set.ErrNothingToClear {
				not = append(not, workdesk.Refusal{Label: label, Why: f.Sentence(string(lang)), Code: f.Code.Name})
			}
			continue
		}
		path, ok := forms[c]
		if d, deed := datasetact.Of(c); deed {
			path, ok, label = d.Path, true, i18n.T(lang, "desk.data.act."+string(c))
		}
		if !ok || seen[path] || c == set.CommandDetach && !fresh(w) {
			continue
		}
		seen[path] = true
		switch path {
		case "duyet":
			label = i18n.T(lang, "desk.action.review")
		case "sua":
			label = i18n.T(lang, "desk.data.edit")
		case "tai-len":
			label = i18n.T(lang, "desk.data.upload")
		}
		may = append(may, workdesk.Action{Label: label, URL: base + path, Danger: c == editorial.CommandWithdraw || c == editorial.CommandDiscard})
		if c == set.CommandAttach && w.Content.Release != nil {
			may = append(may, workdesk.Action{Label: i18n.T(lang, "desk.data.columns"), URL: base + "cot"})
		}
	}
	next := first(w)
	for i, a := range may {
		if a.URL == base+next {
			a.First = true
			return slices.Insert(slices.Delete(may, i, i+1), 0, a), not
		}
	}
	return may, not
}

// first is what somebody who may do it most likely came for.
func first(w view.DatasetWork) string {
	switch {
	case datasetdesk.May(w, editorial.CommandApprove), datasetdesk.May(w, editorial.CommandReturn):
		return "duyet"
	case datasetdesk.May(w, set.CommandAttach) && (w.Content.Release == nil || revising(w.State) && !fresh(w)):
		return "tai-len"
	case datasetdesk.May(w, editorial.CommandSubmit):
		return "gui-duyet"
	case datasetdesk.May(w, set.CommandReview):
		return "ra-soat"
	}
	return "sua-doi"
}

// fresh tells whether the data in hand is not public yet.
func fresh(w view.DatasetWork) bool {
	x := w.Content.Release
	return x != nil && (w.Public == nil || w.Public.Release == nil || w.Public.Release.ID != x.ID)
}
