package api

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"minhbach/domain/agency"
	"minhbach/domain/board"
	"minhbach/domain/calendar"
	"minhbach/domain/publication"
	"minhbach/internal/app"
)

func day(s string) calendar.Date { return calendar.MustParse(s) }

// Each operation gives exactly one command, with everything that was sent.
func TestCommandsReceiveWhatWasSent(t *testing.T) {
	item, unit, account := "/publications/"+itemID, "/agencies/kesach", "/accounts/"+staffID
	decision := board.Decision{Number: "15/QĐ", Date: day("2026-01-05"), Signer: "C"}
	const decisionJSON = `{"number":"15/QĐ","date":"2026-01-05","signer":"C"}`
	reason := `{"reason":"vì sao"}`
	full, err := json.Marshal(contentOf(testContent()))
	if err != nil {
		t.Fatal(err)
	}
	items := `{"accuracy":"đã đối chiếu","timeliness":"","state_secret":"","source_citation":"","personal_data":""}`
	checked := map[string]string{"accuracy": "đã đối chiếu", "timeliness": "", "state_secret": "", "source_citation": "", "personal_data": ""}

	f := newFake()
	s := server(t, f)
	for _, c := range []struct {
		request, body string
		status        int
		location      string
		want          any
	}{
		{"POST /publications", `{"agency":"kesach","kind":"legal_document","slug":"so-7","content":` + string(full) + `}`, 201, workURL(itemID),
			app.DraftPublication{Agency: districtID, Kind: publication.LegalDocument, Slug: "so-7", Content: testContent()}},
		{"PUT " + item + "/content", string(full), 200, workURL(itemID), app.RevisePublication{ID: itemID, Content: testContent()}},
		{"POST " + item + "/submission", `{"note":"gấp"}`, 200, workURL(itemID), app.SubmitPublication{ID: itemID, Note: "gấp"}},
		{"POST " + item + "/recall", `{}`, 200, workURL(itemID), app.RecallPublication{ID: itemID}},
		{"POST " + item + "/return", reason, 200, workURL(itemID), app.ReturnPublication{ID: itemID, Reason: "vì sao"}},
		{"POST " + item + "/checklist", `{"content_hash":"` + sha + `","items":` + items + `}`, 200, workURL(itemID),
			app.CompleteChecklist{ID: itemID, ContentHash: sha, Items: checked}},
		{"POST " + item + "/approval", `{"content_hash":"` + sha + `","checklist":` + items + `,"publish_at":"2026-12-31T08:00:00+07:00"}`, 200, workURL(itemID),
			app.ApprovePublication{ID: itemID, ContentHash: sha, Checklist: checked, PublishAt: time.Date(2026, 12, 31, 1, 0, 0, 0, time.UTC)}},
		{"POST " + item + "/approval", `{"content_hash":"` + sha + `"}`, 200, workURL(itemID), app.ApprovePublication{ID: itemID, ContentHash: sha}},
		{"POST " + item + "/approval-revocation", reason, 200, workURL(itemID), app.RevokeApproval{ID: itemID, Reason: "vì sao"}},
		{"POST " + item + "/correction", reason, 200, workURL(itemID), app.OpenCorrection{ID: itemID, Reason: "vì sao"}},
		{"POST " + item + "/correction-drop", reason, 200, workURL(itemID), app.DropCorrection{ID: itemID, Reason: "vì sao"}},
		{"POST " + item + "/withdrawal", reason, 200, workURL(itemID), app.WithdrawPublication{ID: itemID, Reason: "vì sao"}},
		{"POST " + item + "/archiving", reason, 200, workURL(itemID), app.ArchivePublication{ID: itemID, Reason: "vì sao"}},
		{"POST " + item + "/discard", reason, 200, workURL(itemID), app.DiscardPublication{ID: itemID, Reason: "vì sao"}},

		{"POST /agencies", `{"code":"31733","name_vi":"Xã Thới An Hội","unit_type":"Xã","level":"commune","parent":"943","valid_from":"2026-01-01"}`, 201, agencyURL(itemID),
			app.RegisterAgency{Code: "31733", NameVi: "Xã Thới An Hội", UnitType: "Xã", Level: "commune", Parent: districtID, Obligation: agency.Mandatory, ValidFrom: day("2026-01-01")}},
		{"POST " + unit + "/names", `{"name_vi":"Huyện KS","name_en":"KS","unit_type":"Huyện","valid_from":"2026-01-01","basis":"NQ 1"}`, 200, agencyURL(itemID),
			app.RenameAgency{Agency: districtID, NameVi: "Huyện KS", NameEn: "KS", UnitType: "Huyện", ValidFrom: day("2026-01-01"), Basis: "NQ 1"}},
		{"PUT " + unit + "/parent", `{"parent":"soctrang","valid_from":"2026-01-01"}`, 200, agencyURL(itemID),
			app.MoveAgency{Agency: districtID, Parent: provinceID, ValidFrom: day("2026-01-01")}},
		{"POST " + unit + "/mergers", `{"agencies":["31"],"valid_from":"2026-01-01"}`, 200, agencyURL(itemID),
			app.MergeAgencies{Agencies: []string{communeID}, Into: districtID, ValidFrom: day("2026-01-01")}},
		{"POST " + unit + "/split", `{"into":["31","` + provinceID + `"],"valid_from":"2026-01-01"}`, 200, agencyURL(itemID),
			app.SplitAgency{Agency: districtID, Into: []string{communeID, provinceID}, ValidFrom: day("2026-01-01")}},
		{"POST " + unit + "/abolition", `{"successor":"soctrang","valid_from":"2026-01-01"}`, 200, agencyURL(itemID),
			app.AbolishAgency{Agency: districtID, Successor: provinceID, ValidFrom: day("2026-01-01")}},
		{"PUT " + unit + "/contact", `{"address":"Ấp An Thành","email":"ks@soctrang.gov.vn"}`, 200, agencyURL(itemID),
			app.SetContact{Agency: districtID, Contact: agency.Contact{Address: "Ấp An Thành", Email: "ks@soctrang.gov.vn"}}},
		{"POST " + unit + "/domain-agreement", `{"fqdn":"ks.soctrang.gov.vn","agreement":"1/STTTT","agreed_on":"2026-02-01"}`, 200, agencyURL(itemID),
			app.AgreeDomain{Agency: districtID, FQDN: "ks.soctrang.gov.vn", Agreement: "1/STTTT", AgreedOn: day("2026-02-01")}},
		{"POST " + unit + "/domain-aliases", `{"fqdn":"ks.soctrang.gov.vn"}`, 200, agencyURL(itemID), app.AddAlias{Agency: districtID, FQDN: "ks.soctrang.gov.vn"}},
		{"PUT " + unit + "/domain", `{"fqdn":"ks.soctrang.gov.vn","reason":"r"}`, 200, agencyURL(itemID), app.ReplaceDomain{Agency: districtID, FQDN: "ks.soctrang.gov.vn", Reason: "r"}},
		{"POST " + unit + "/domain-retirement", `{"fqdn":"ks.soctrang.gov.vn","reason":"r"}`, 200, agencyURL(itemID), app.RetireDomain{Agency: districtID, FQDN: "ks.soctrang.gov.vn", Reason: "r"}},

		{"PUT " + unit + "/board", decisionJSON, 200, boardURL(districtID), app.EstablishBoard{Agency: districtID, Decision: decision}},
		{"POST " + unit + "/board/seats", `{"account":"` + staffID + `","position":"deputy","concurrent":true,"from":"2026-01-01","to":"2026-12-31","decision":` + decisionJSON + `}`, 200, boardURL(districtID),
			app.AppointMember{Agency: districtID, Account: staffID, Position: board.Deputy, Concurrent: true, From: day("2026-01-01"), To: day("2026-12-31"), Decision: decision}},
		{"POST " + unit + "/board/dismissals", `{"account":"` + staffID + `","on":"2026-06-01","reason":"r"}`, 200, boardURL(districtID),
			app.DismissMember{Agency: districtID, Account: staffID, On: day("2026-06-01"), Reason: "r"}},
		{"POST " + unit + "/board/delegations", `{"to":"` + staffID + `","since":"2026-01-01","until":"2026-01-31","note":"n"}`, 200, boardURL(districtID),
			app.DelegateAuthority{Agency: districtID, To: staffID, Since: day("2026-01-01"), Until: day("2026-01-31"), Note: "n"}},
		{"POST " + unit + "/board/delegation-revocations", `{"to":"` + staffID + `","on":"2026-01-20"}`, 200, boardURL(districtID),
			app.RevokeDelegation{Agency: districtID, To: staffID, On: day("2026-01-20")}},
		{"POST " + unit + "/board/regulations", `{"decision":` + decisionJSON + `,"attachment":"` + sha + `"}`, 200, boardURL(districtID),
			app.RecordBoardRules{Agency: districtID, Decision: decision, Attachment: sha}},

		{"POST /accounts", `{"login":"nguyen.a","name":"Nguyễn A","password":"mật khẩu thật dài"}`, 201, accountURL(itemID),
			app.RegisterAccount{Login: "nguyen.a", Name: "Nguyễn A", Password: "mật khẩu thật dài"}},
		{"PUT " + account + "/password", `{"password":"mật khẩu thật dài"}`, 200, accountURL(itemID), app.SetPassword{Account: staffID, Password: "mật khẩu thật dài"}},
		{"POST " + account + "/roles", `{"role":"editor","agency":"kesach","from":"2026-01-01","to":"2026-12-31"}`, 200, accountURL(itemID),
			app.GrantRole{Account: staffID, Role: "editor", Agency: districtID, From: day("2026-01-01"), To: day("2026-12-31")}},
		{"POST " + account + "/roles", `{"role":"administrator","agency":"network","from":"2026-01-01"}`, 200, accountURL(itemID),
			app.GrantRole{Account: staffID, Role: "administrator", Agency: app.Network, From: day("2026-01-01")}},
		{"POST " + account + "/role-revocations", `{"role":"editor","agency":"kesach","reason":"r"}`, 200, accountURL(itemID),
			app.RevokeRole{Account: staffID, Role: "editor", Agency: districtID, Reason: "r"}},
		{"POST " + account + "/disabling", reason, 200, accountURL(itemID), app.DisableAccount{Account: staffID, Reason: "vì sao"}},
		{"POST " + account + "/enabling", reason, 200, accountURL(itemID), app.EnableAccount{Account: staffID, Reason: "vì sao"}},
		{"POST " + account + "/session-revocation", reason, 200, accountURL(itemID), app.RevokeSessions{Account: staffID, Reason: "vì sao"}},
		{"POST " + account + "/second-factor-removal", reason, 200, accountURL(itemID), app.RemoveTOTP{Account: staffID, Reason: "vì sao"}},
		{"POST " + account + "/tokens", `{"label":"máy","expires":"2026-12-31"}`, 201, accountURL(staffID),
			app.IssueToken{Account: staffID, Label: "máy", Expires: day("2026-12-31")}},
		{"POST " + account + "/tokens/t1/revocation", ``, 200, accountURL(itemID), app.RevokeToken{Account: staffID, Token: "t1"}},
	} {
		f.command, f.by = nil, app.Caller{}
		method, path, _ := strings.Cut(c.request, " ")
		w := call(s, method, prefix+path, c.body, "Authorization", bearerGood, "Idempotency-Key", keyUUID, "If-Match", `"12"`)
		if w.Code != c.status {
			t.Errorf("%s: %d %s", c.request, w.Code, w.Body)
			continue
		}
		if !reflect.DeepEqual(f.command, c.want) {
			t.Errorf("%s:\n got %+v\nwant %+v", c.request, f.command, c.want)
		}
		if f.by.Account != staffID || f.by.Command.String() != keyUUID || f.by.Revision == nil || *f.by.Revision != 12 {
			t.Errorf("%s: caller %+v", c.request, f.by)
		}
		h := w.Header()
		if h.Get("Location") != c.location || h.Get("ETag") != `"13"` || h.Get("Minhbach-Position") != "99" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", c.request, h)
		}
		if strings.Contains(w.Body.String(), "mật khẩu") {
			t.Errorf("%s: a password comes back", c.request)
		}
	}
}

// Saving without saying what was read is refused before the command is tried.
func TestReplacingContentNeedsTheRevision(t *testing.T) {
	f := newFake()
	s := server(t, f)
	target := prefix + "/publications/" + itemID + "/content"
	for header, code := range map[string]string{"": "precondition.required", `W/"12"`: "precondition.form", `12`: "precondition.form", `"x"`: "precondition.form", `"-1"`: "precondition.form"} {
		w := call(s, "PUT", target, `{"title":"a"}`, "Authorization", bearerGood, "If-Match", header)
		p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t)
		if p.Code != code || p.Errors[0].Location != "header.If-Match" {
			t.Errorf("If-Match %q: %+v", header, p)
		}
		if want := map[string]int{"precondition.required": http.StatusPreconditionRequired}[code]; want != 0 && w.Code != want {
			t.Errorf("If-Match %q: %d", header, w.Code)
		}
	}
	if f.command != nil {
		t.Error("the command was tried")
	}
}

// A stale editor is told both revisions and where to read them.
func TestStaleEditorGetsBothVersions(t *testing.T) {
	f := newFake()
	f.err = stale(12, 15)
	w := call(server(t, f), "PUT", prefix+"/publications/"+itemID+"/content", `{"title":"a"}`, "Authorization", bearerGood, "If-Match", `"12"`)
	p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t)
	if w.Code != http.StatusConflict || p.Code != "stale.revision" || p.NamedRevision == nil || *p.NamedRevision != 12 || *p.ActualRevision != 15 {
		t.Fatalf("%d %+v", w.Code, p)
	}
	if p.Versions.Actual != workURL(itemID) || p.Versions.Named != prefix+"/publications/"+itemID+"/history?through=12" {
		t.Errorf("%+v", p.Versions)
	}
}

// The key of a command is a UUID; anything else is refused by name.
func TestIdempotencyKeyIsAUUID(t *testing.T) {
	w := call(server(t, newFake()), "POST", prefix+"/publications/"+itemID+"/submission", `{}`, "Authorization", bearerGood, "Idempotency-Key", "once")
	if p := (&answered{w.Code, w.Header(), w.Body.Bytes()}).problem(t); p.Code != "command.key" || w.Code != 422 {
		t.Errorf("%d %+v", w.Code, p)
	}
}
