package workdesk

import (
	"slices"

	"minhbach/domain/publication"
	"minhbach/portal/desk"
	"minhbach/portal/i18n"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// paths of the pages on which a command is given.
var paths = map[publication.Command]string{
	publication.CommandRevise: "sua", publication.CommandSubmit: "gui-duyet", publication.CommandRecall: "rut-lai",
	publication.CommandReturn: "duyet", publication.CommandCompleteChecklist: "duyet", publication.CommandApprove: "duyet",
	publication.CommandRevokeApproval: "huy-duyet", publication.CommandOpenCorrection: "dinh-chinh",
	publication.CommandDropCorrection: "bo-dinh-chinh", publication.CommandWithdraw: "go", publication.CommandArchive: "luu-tru",
	publication.CommandDiscard: "bo",
}

// first is what somebody who may do it most likely came for.
var first = []publication.Command{publication.CommandApprove, publication.CommandSubmit, publication.CommandRevise, publication.CommandOpenCorrection}

func actions(r *site.Request, w view.Work) (may []Action, not []Refusal) {
	lang := r.Lang
	base := r.Link("/quan-tri/muc/" + w.ID + "/")
	review := false
	for _, c := range publication.Commands() {
		label := desk.Upper(c.Label(string(lang)))
		if slices.Contains(w.Allowed, c) {
			a := Action{Label: label, URL: base + paths[c], Danger: c == publication.CommandWithdraw || c == publication.CommandDiscard}
			switch c {
			case publication.CommandReturn, publication.CommandCompleteChecklist, publication.CommandApprove:
				if review {
					continue
				}
				review = true
				a.Label = i18n.T(lang, "desk.action.review")
			}
			if paths[c] != "" {
				may = append(may, a)
			}
			continue
		}
		if f := w.Refused[c]; f != nil {
			not = append(not, Refusal{label, f.Sentence(string(lang)), f.Code.Name})
		}
	}
	for _, c := range first {
		if i := slices.IndexFunc(may, func(a Action) bool { return a.URL == base+paths[c] }); i >= 0 {
			may[i].First = true
			chosen := may[i]
			may = slices.Insert(slices.Delete(may, i, i+1), 0, chosen)
			break
		}
	}
	return may, not
}
