package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"minhbach/domain/calendar"
	"minhbach/domain/rules"
)

type listRulesIn struct {
	On Date `query:"on" doc:"The day that triggers them; empty: today." example:"2026-03-02"`
}

// RuleList is the rules in force on a day.
type RuleList struct {
	On      Date   `json:"on"`
	Version string `json:"version" doc:"The packs in force, as events name them; empty when there is none." example:"2025-07"`
	Rules   []Rule `json:"rules" doc:"In the order of the regulation."`
	Packs   []Pack `json:"packs" doc:"Every pack of every time."`
}

// Rule is one duty with its limit.
type Rule struct {
	ID        string `json:"id" example:"R17.c1"`
	Version   string `json:"version"`
	TitleVi   string `json:"title_vi"`
	TitleEn   string `json:"title_en"`
	TriggerVi string `json:"trigger_vi"`
	TriggerEn string `json:"trigger_en"`
	DutyVi    string `json:"duty_vi"`
	DutyEn    string `json:"duty_en"`
	Limit     int    `json:"limit"`
	Unit      Unit   `json:"unit"`
	CiteVi    string `json:"legal_basis_vi" example:"Điều 17 khoản 1 điểm c, Quyết định 07/2019/QĐ-UBND"`
	CiteEn    string `json:"legal_basis_en"`
	ValidFrom Date   `json:"valid_from"`
	ValidTo   Date   `json:"valid_to,omitzero"`
	Note      string `json:"note,omitempty"`
}

// Pack is rules that came into force together.
type Pack struct {
	Version   string `json:"version"`
	TitleVi   string `json:"title_vi"`
	TitleEn   string `json:"title_en"`
	ValidFrom Date   `json:"valid_from"`
	ValidTo   Date   `json:"valid_to,omitzero"`
	Note      string `json:"note,omitempty"`
}

func (s *service) listRules(api huma.API) {
	read(api, huma.Operation{
		OperationID: "list-rules", Path: "/rules", Tags: []string{tagDuties},
		Summary:     "The rules in force on a day, with their articles of law",
		Description: "Rules are dated data: a deadline goes by the rule of the day that triggers it, whatever came later.",
	}, func(_ context.Context, in *listRulesIn) (*unplaced[RuleList], error) {
		on := in.On.Date
		if on.IsZero() {
			on = calendar.DateOf(s.now())
		}
		set := rules.Default()
		return &unplaced[RuleList]{Body: RuleList{
			On: Date{on}, Version: set.Version(on), Rules: each(set.Rules(on), ruleOf),
			Packs: each(set.Packs(), func(p rules.Pack) Pack {
				return Pack{p.Version, p.Title.Vi, p.Title.En, Date{p.ValidFrom}, Date{p.ValidTo}, p.Note}
			}),
		}}, nil
	})
}

func ruleOf(r rules.Rule) Rule {
	return Rule{
		ID: r.ID, Version: r.Version, TitleVi: r.Title.Vi, TitleEn: r.Title.En, TriggerVi: r.Trigger.Vi, TriggerEn: r.Trigger.En,
		DutyVi: r.Duty.Vi, DutyEn: r.Duty.En, Limit: r.Limit, Unit: Unit(r.Unit), CiteVi: r.Cite("vi"), CiteEn: r.Cite("en"),
		ValidFrom: Date{r.ValidFrom}, ValidTo: Date{r.ValidTo}, Note: r.Note,
	}
}
