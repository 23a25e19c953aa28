package editor

import (
	"net/url"
	"strconv"

	"minhbach/domain/calendar"
	"minhbach/domain/publication"
	"minhbach/portal/form"
	"minhbach/portal/i18n"
	"minhbach/portal/render"
)

// question is one field of a kind's own part.
type question struct {
	name     string
	kind     string // "text", "textarea", "date", "number", "lines", "email", "tel", "select"
	optional bool
	choices  []string
}

// questions are the fields of each part, in the order of the regulation.
var questions = map[publication.Part][]question{
	publication.PartDocument: {
		{name: "number"}, {name: "form"}, {name: "issuer"}, {name: "issued_on", kind: "date"},
		{name: "effective_on", kind: "date", optional: true}, {name: "expired_on", kind: "date", optional: true},
		{name: "signer"}, {name: "signer_title", optional: true}, {name: "abstract", kind: "textarea"},
		{name: "field", optional: true}, {name: "replaces", kind: "lines", optional: true},
	},
	publication.PartPlan: {
		{name: "decision"}, {name: "approved_on", kind: "date"}, {name: "scope", kind: "textarea", optional: true},
		{name: "period_from", kind: "number", optional: true}, {name: "period_to", kind: "number", optional: true},
	},
	publication.PartGazette: {{name: "issue"}, {name: "date", kind: "date"}, {name: "documents", kind: "lines", optional: true}},
	publication.PartProject: {
		{name: "objective", kind: "textarea"}, {name: "field", optional: true},
		{name: "type", kind: "select", optional: true, choices: []string{"", "investment", "tender", "procurement"}},
		{name: "decision", optional: true}, {name: "approved_on", kind: "date"}, {name: "duration", optional: true},
		{name: "cost_vnd", kind: "number", optional: true}, {name: "funding_source", optional: true}, {name: "sponsor", optional: true},
		{name: "status", kind: "select", choices: []string{"", "preparing", "running", "completed"}},
	},
	publication.PartConsultation: {{name: "closes_on", kind: "date"}, {name: "address"}, {name: "email", kind: "email"}},
	publication.PartContact: {
		{name: "full_name"}, {name: "position"}, {name: "unit", optional: true}, {name: "phone", kind: "tel", optional: true}, {name: "email", kind: "email"},
	},
}

func detailFields(f *form.Form, lang i18n.Lang, info publication.KindInfo) []render.Field {
	var out []render.Field
	for _, q := range questions[info.Part] {
		path := "details." + string(info.Part) + "." + q.name
		key := "desk.content." + path
		var as []form.As
		if q.optional || info.Optional {
			as = append(as, form.Optional)
		}
		switch q.kind {
		case "date":
			out = append(out, f.DateField(path, key, as...))
		case "number":
			out = append(out, f.Field("text", path, key, append(as, form.Digits, form.Narrow, form.Most(25))...))
		case "lines":
			out = append(out, f.Field("textarea", path, key, append(as, form.Rows(3), form.Hint(i18n.T(lang, "desk.lines.hint")))...))
		case "textarea":
			out = append(out, f.Field("textarea", path, key, append(as, form.Rows(3))...))
		case "select":
			var options []render.Option
			for _, c := range q.choices {
				label := i18n.T(lang, "desk.choose")
				if c != "" {
					label = i18n.T(lang, key+"."+c)
				}
				options = append(options, render.Option{Value: c, Label: label})
			}
			out = append(out, f.Choice("select", path, key, options, as...))
		default:
			kind := q.kind
			if kind == "" {
				kind = "text"
			}
			out = append(out, f.Field(kind, path, key, as...))
		}
	}
	return out
}

// answered tells whether anything of a part was filled in.
func answered(f *form.Form, part publication.Part) bool {
	for _, q := range questions[part] {
		if f.Has("details." + string(part) + "." + q.name) {
			return true
		}
	}
	return false
}

func readDetails(f *form.Form, info publication.KindInfo) (d publication.Details) {
	if info.Part == "" || info.Optional && !answered(f, info.Part) {
		return d
	}
	at := "details." + string(info.Part) + "."
	text := func(name string) string { return f.Raw(at + name) }
	date := func(name string) calendar.Date { return f.Date(at + name) }
	switch info.Part {
	case publication.PartDocument:
		d.Document = &publication.Document{
			Number: text("number"), Form: text("form"), Issuer: text("issuer"), IssuedOn: date("issued_on"),
			EffectiveOn: date("effective_on"), ExpiredOn: date("expired_on"), Signer: text("signer"), SignerTitle: text("signer_title"),
			Abstract: text("abstract"), Field: text("field"), Replaces: f.Lines(at + "replaces"),
		}
	case publication.PartPlan:
		d.Plan = &publication.Plan{
			Decision: text("decision"), ApprovedOn: date("approved_on"), Scope: text("scope"),
			PeriodFrom: int(f.Whole(at + "period_from")), PeriodTo: int(f.Whole(at + "period_to")),
		}
	case publication.PartGazette:
		d.Gazette = &publication.Gazette{Issue: text("issue"), Date: date("date"), Documents: f.Lines(at + "documents")}
	case publication.PartProject:
		d.Project = &publication.Project{
			Objective: text("objective"), Field: text("field"), Type: text("type"), Decision: text("decision"), ApprovedOn: date("approved_on"),
			Duration: text("duration"), CostVND: f.Whole(at + "cost_vnd"), FundingSource: text("funding_source"), Sponsor: text("sponsor"), Status: text("status"),
		}
	case publication.PartConsultation:
		d.Consultation = &publication.Consultation{ClosesOn: date("closes_on"), Address: text("address"), Email: f.Get(at + "email")}
	case publication.PartContact:
		d.Contact = &publication.Person{FullName: text("full_name"), Position: text("position"), Unit: text("unit"), Phone: text("phone"), Email: f.Get(at + "email")}
	}
	return d
}

func writeDetails(v url.Values, d publication.Details) {
	set := func(path string, value any) {
		text := ""
		switch value := value.(type) {
		case string:
			text = value
		case calendar.Date:
			text = value.DMY()
		case int:
			text = number(int64(value))
		case int64:
			text = number(value)
		case []string:
			text = lines(value)
		}
		if text != "" {
			v.Set("details."+path, text)
		}
	}
	if d := d.Document; d != nil {
		for name, value := range map[string]any{"number": d.Number, "form": d.Form, "issuer": d.Issuer, "issued_on": d.IssuedOn,
			"effective_on": d.EffectiveOn, "expired_on": d.ExpiredOn, "signer": d.Signer, "signer_title": d.SignerTitle,
			"abstract": d.Abstract, "field": d.Field, "replaces": d.Replaces} {
			set("document."+name, value)
		}
	}
	if p := d.Plan; p != nil {
		for name, value := range map[string]any{"decision": p.Decision, "approved_on": p.ApprovedOn, "scope": p.Scope,
			"period_from": p.PeriodFrom, "period_to": p.PeriodTo} {
			set("plan."+name, value)
		}
	}
	if g := d.Gazette; g != nil {
		for name, value := range map[string]any{"issue": g.Issue, "date": g.Date, "documents": g.Documents} {
			set("gazette."+name, value)
		}
	}
	if p := d.Project; p != nil {
		for name, value := range map[string]any{"objective": p.Objective, "field": p.Field, "type": p.Type, "decision": p.Decision,
			"approved_on": p.ApprovedOn, "duration": p.Duration, "cost_vnd": p.CostVND, "funding_source": p.FundingSource,
			"sponsor": p.Sponsor, "status": p.Status} {
			set("project."+name, value)
		}
	}
	if c := d.Consultation; c != nil {
		for name, value := range map[string]any{"closes_on": c.ClosesOn, "address": c.Address, "email": c.Email} {
			set("consultation."+name, value)
		}
	}
	if p := d.Contact; p != nil {
		for name, value := range map[string]any{"full_name": p.FullName, "position": p.Position, "unit": p.Unit, "phone": p.Phone, "email": p.Email} {
			set("contact."+name, value)
		}
	}
}

func number(n int64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}
