package editorial

import (
	"slices"

	"minhbach/domain"
	"minhbach/domain/calendar"
)

// Disposal is the paper behind the end of an item's retention (law.md §12).
type Disposal struct {
	List     string        `json:"list"`     // id of the approved list
	Class    string        `json:"class"`    // of retention, a rule of the pack
	Decision string        `json:"decision"` // number of the approving decision
	On       calendar.Date `json:"on"`       // its date
	LegalVi  string        `json:"legal_basis_vi"`
	LegalEn  string        `json:"legal_basis_en"`
}

// Sentence tells in Vietnamese, as reasons are, what became of the content.
func (d Disposal) Sentence() string {
	return "Đã tiêu hủy theo danh mục được phê duyệt: Quyết định số " + d.Decision + ", ngày " + d.On.DMY() + "; bản băm và chứng thực vẫn còn."
}

// Order is an approved list as far as it concerns one item.
type Order struct {
	Disposal
	ProposedBy []string      // accounts that drew the list up, lent names included
	ApprovedBy []string      // accounts that approved it, lent names included
	Until      calendar.Date // last day of retention; zero: kept for ever
}

// Dispose is what the system passes with an approved list: two different people
// stand behind it, and the time of retention has ended.
func (d *Desk) Dispose(deed Deed, o Order) error {
	if deed.By.Account != domain.System {
		return d.roleFault(CommandDispose)
	}
	if d.state == StateNew {
		return d.flow.NotFound.New()
	}
	if err := d.allowed(CommandDispose); err != nil {
		return err
	}
	if o.List == "" || o.Class == "" || o.Decision == "" || o.On.IsZero() || deed.Today().Before(o.On) || !apart(o.ProposedBy, o.ApprovedBy) {
		return d.flow.Unlisted.New()
	}
	if o.Until.IsZero() {
		return d.flow.Kept.New("until", "…")
	}
	if !deed.Today().After(o.Until) {
		return d.flow.Kept.New("until", o.Until.DMY())
	}
	return nil
}

// apart: there are people on both sides, and nobody is on both.
func apart(a, b []string) bool {
	for _, account := range slices.Concat(a, b) {
		if account == "" {
			return false
		}
	}
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(b, func(account string) bool { return slices.Contains(a, account) })
}
