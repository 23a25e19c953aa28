package api

import "minhbach/domain/publication"

func detailsOf(d publication.Details) Details {
	var out Details
	if x := d.Document; x != nil {
		out.Document = &Document{
			Number: x.Number, Form: x.Form, Issuer: x.Issuer, IssuedOn: Date{x.IssuedOn}, EffectiveOn: Date{x.EffectiveOn},
			ExpiredOn: Date{x.ExpiredOn}, Signer: x.Signer, SignerTitle: x.SignerTitle, Abstract: x.Abstract, Field: x.Field,
			Replaces: x.Replaces,
		}
	}
	if x := d.Plan; x != nil {
		out.Plan = &Plan{Decision: x.Decision, ApprovedOn: Date{x.ApprovedOn}, Scope: x.Scope, PeriodFrom: x.PeriodFrom, PeriodTo: x.PeriodTo}
	}
	if x := d.Gazette; x != nil {
		out.Gazette = &Gazette{Issue: x.Issue, Date: Date{x.Date}, Documents: x.Documents}
	}
	if x := d.Project; x != nil {
		out.Project = &Project{
			Objective: x.Objective, Field: x.Field, Type: x.Type, Decision: x.Decision, ApprovedOn: Date{x.ApprovedOn},
			Duration: x.Duration, CostVND: x.CostVND, FundingSource: x.FundingSource, Sponsor: x.Sponsor, Status: x.Status,
		}
	}
	if x := d.Consultation; x != nil {
		out.Consultation = &Consultation{ClosesOn: Date{x.ClosesOn}, Address: x.Address, Email: x.Email}
	}
	if x := d.Contact; x != nil {
		o := Official(*x)
		out.Contact = &o
	}
	return out
}

func (d Details) domain() publication.Details {
	var out publication.Details
	if x := d.Document; x != nil {
		out.Document = &publication.Document{
			Number: x.Number, Form: x.Form, Issuer: x.Issuer, IssuedOn: x.IssuedOn.Date, EffectiveOn: x.EffectiveOn.Date,
			ExpiredOn: x.ExpiredOn.Date, Signer: x.Signer, SignerTitle: x.SignerTitle, Abstract: x.Abstract, Field: x.Field,
			Replaces: x.Replaces,
		}
	}
	if x := d.Plan; x != nil {
		out.Plan = &publication.Plan{Decision: x.Decision, ApprovedOn: x.ApprovedOn.Date, Scope: x.Scope, PeriodFrom: x.PeriodFrom, PeriodTo: x.PeriodTo}
	}
	if x := d.Gazette; x != nil {
		out.Gazette = &publication.Gazette{Issue: x.Issue, Date: x.Date.Date, Documents: x.Documents}
	}
	if x := d.Project; x != nil {
		out.Project = &publication.Project{
			Objective: x.Objective, Field: x.Field, Type: x.Type, Decision: x.Decision, ApprovedOn: x.ApprovedOn.Date,
			Duration: x.Duration, CostVND: x.CostVND, FundingSource: x.FundingSource, Sponsor: x.Sponsor, Status: x.Status,
		}
	}
	if x := d.Consultation; x != nil {
		out.Consultation = &publication.Consultation{ClosesOn: x.ClosesOn.Date, Address: x.Address, Email: x.Email}
	}
	if x := d.Contact; x != nil {
		p := publication.Person(*x)
		out.Contact = &p
	}
	return out
}
