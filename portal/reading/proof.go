package reading

import (
	"minhbach/portal/i18n"
	"minhbach/portal/render"
	"minhbach/portal/site"
)

// Where things are checked.
const (
	VerifyPath = "/chung-thuc"
	HashParam  = "bam"
)

// Proof is the page that proves an event; empty for none.
func Proof(r *site.Request, event string) string {
	if event == "" {
		return ""
	}
	return r.Link(VerifyPath + "/" + event)
}

// ProofOf is the answer about a SHA-256.
func ProofOf(r *site.Request, sha256 string) string {
	return r.Link(VerifyPath) + "?" + HashParam + "=" + sha256
}

// Standing says in passing how something public stands with the ledger: fits tells
// whether what is shown has the hash that was recorded, position where it was. It
// proves nothing; the page that it leads to does.
func Standing(r *site.Request, fits bool, position uint64) render.Badge {
	if !fits {
		return render.Badge{Tone: render.Danger, Label: i18n.T(r.Lang, "proof.badge.differs")}
	}
	covered, err := r.Site.App.Queries.Proofs.Covered(r.Context(), position)
	switch {
	case err != nil || covered.Size == 0:
		return render.Badge{Tone: render.Neutral, Label: i18n.T(r.Lang, "proof.badge.away")}
	case covered.Signed:
		return render.Badge{Tone: render.Success, Label: i18n.T(r.Lang, "proof.badge.signed")}
	}
	return render.Badge{Tone: render.Info, Label: i18n.T(r.Lang, "proof.badge.pending")}
}
