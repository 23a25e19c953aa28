package dataset

import (
	"errors"
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/calendar"
	"minhbach/domain/fault"
)

func TestDraft(t *testing.T) {
	cmd := Draft{Deed: by(lan), Dataset: "d-1", Slug: "dien-tich-lua", Description: about()}
	cmd.Description.Title = "  Diện tích lúa theo xã "
	(&story{t: t}).when(cmd).Then(
		Drafted{Dataset: "d-1", Agency: portal, Slug: "dien-tich-lua", Author: wrote(lan)},
		Described{Description: about(), Author: wrote(lan)},
	)
	cmd.Description = Description{}
	(&story{t: t}).when(cmd).Then(Drafted{Dataset: "d-1", Agency: portal, Slug: "dien-tich-lua", Author: wrote(lan)})

	none := &story{t: t}
	bad := cmd
	bad.Dataset = ""
	none.when(bad).Refused(ErrID, "dataset")
	bad = cmd
	bad.Slug = "Diện tích"
	none.when(bad).Refused(ErrSlug, "slug")
	bad = cmd
	bad.Responsible = "agency-2"
	none.when(bad).Refused(ErrOtherAgency, "")
	bad = cmd
	bad.By = domain.Actor{}
	none.when(bad).Refused(ErrNobody, "")
	bad.By = domain.Actor{Account: "x", Role: domain.Inspector, Agency: portal}
	none.when(bad).Refused(ErrRole, "")
	drafted(t).when(cmd).Refused(ErrState, "")
	none.refuses(ErrNotFound, Submit{Deed: by(minh)}, Describe{Deed: by(minh)}, Review{Deed: by(minh)})
}

func TestDescribe(t *testing.T) {
	said := about()
	said.Summary = "Diện tích gieo trồng lúa cả năm, theo xã."
	drafted(t).when(Describe{Deed: by(minh), Description: said}).Then(Described{Description: said, Author: wrote(minh)})
	drafted(t).when(Describe{Deed: by(minh), Description: about()}).Then()

	columns := []Column{
		{Name: "dien_tich", Title: "Diện tích gieo trồng", Unit: "ha", Description: "Cả năm"},
		{Name: "xa", Title: "Xã", TitleEn: "Commune", Type: Text, Key: true},
	}
	want := []Column{columns[1], columns[0]}
	want[1].Type = Decimal
	attached(t, data(1)).when(Describe{Deed: by(lan), Description: about(), Columns: columns}).
		Then(ColumnsDescribed{Columns: want, Author: wrote(lan)})

	with := func(change func([]Column)) Describe {
		all := append([]Column{}, data(1).Columns...)
		change(all)
		return Describe{Deed: by(lan), Description: about(), Columns: all}
	}
	attached(t, data(1)).when(with(func([]Column) {})).Then()
	attached(t, data(1)).refuses(ErrColumnsOther,
		with(func(c []Column) { c[0].Name = "huyen" }),
		with(func(c []Column) { c[0].Name = "dien_tich" }),
		with(func(c []Column) { c[1].Type = Integer }),
		Describe{Deed: by(lan), Description: about(), Columns: data(1).Columns[:1]},
	)
	drafted(t).when(with(func([]Column) {})).Refused(ErrNothingAttached, "columns")
	stranger := lan
	stranger.Account = "other"
	drafted(t).when(Describe{Deed: by(stranger), Description: about()}).Refused(ErrNotYours, "")
	published(t).when(Describe{Deed: by(minh), Description: about()}).Refused(ErrState, "")
}

func TestDescribingColumnsLeavesThePublicVersionAlone(t *testing.T) {
	columns := append([]Column{}, data(1).Columns...)
	columns[0].Title = "Phường, xã"
	s := published(t).happens(OpenRevision{by(minh), "Tên cột"}, Describe{Deed: by(minh), Description: about(), Columns: columns})
	if c, _ := s.now().Public(); c.Release.Columns[0].Title != "Xã" {
		t.Errorf("the public dictionary says %q", c.Release.Columns[0].Title)
	}
	c := content(data(1))
	c.Release.Columns = columns
	s.happens(Submit{Deed: by(minh)}).when(approval(hoa, Hash(c))).Then(
		ChecklistCompleted{Content: Hash(c), Items: affirmed(), Authority: *member(hoa)},
		Approved{Version: 2, Content: Hash(c), Authority: *member(hoa)},
		Revised{Version: 2, Content: Hash(c), Reason: "Tên cột", On: day("2026-03-02")},
	)
	d := s.happens(approval(hoa, Hash(c))).now()
	if d.DataVersion() != 1 || d.Version() != 2 {
		t.Errorf("version %d with data of version %d", d.Version(), d.DataVersion())
	}
}

func TestDescriptionIsCleaned(t *testing.T) {
	in := about()
	in.Title, in.Summary = " Die\u0302\u0323n tích ", "Một\r\nhai "
	in.Keywords = []string{"Lúa", " ", "lúa", "gạo"}
	in.Topics = []string{"nong-nghiep-thuy-san", "nong-nghiep-thuy-san"}
	out, err := Clean(in)
	if err != nil || out.Title != "Diện tích" || out.Summary != "Một\nhai" || strings.Join(out.Keywords, ",") != "Lúa,gạo" || len(out.Topics) != 1 {
		t.Errorf("%+v, %v", out, err)
	}
	if again, err := Clean(out); err != nil || Hash(Content{Description: again}) != Hash(Content{Description: out}) {
		t.Errorf("cleaning again changed it: %v", err)
	}
	for path, c := range map[string]struct {
		code   *fault.Code
		change func(*Description)
	}{
		"description.title":         {ErrTooLong, func(d *Description) { d.Title = strings.Repeat("ữ", MaxTitle+1) }},
		"description.topics":        {ErrTopic, func(d *Description) { d.Topics = []string{"the-thao"} }},
		"description.licence":       {ErrLicence, func(d *Description) { d.Licence = "gpl" }},
		"description.frequency":     {ErrFrequency, func(d *Description) { d.Frequency = "hourly" }},
		"description.period_to":     {ErrDateOrder, func(d *Description) { d.PeriodTo = day("2024-12-31") }},
		"description.period_from":   {ErrDateImplausible, func(d *Description) { d.PeriodFrom = day("1799-01-01") }},
		"description.next_due":      {ErrDateImplausible, func(d *Description) { d.NextDue = day("2999-01-01") }},
		"description.contact.email": {ErrEmail, func(d *Description) { d.Contact.Email = "văn phòng" }},
		"description.contact.phone": {ErrPhone, func(d *Description) { d.Contact.Phone = "gọi sau" }},
		"description.source_url":    {ErrURL, func(d *Description) { d.SourceURL = "javascript:alert(1)" }},
		"description.spatial_code":  {ErrSpatialCode, func(d *Description) { d.SpatialCode = "94/1" }},
		"description.keywords":      {ErrTooMany, func(d *Description) { d.Keywords = make([]string, MaxKeywords+1) }},
	} {
		in := about()
		c.change(&in)
		_, err := Clean(in)
		if f := fault.Of(err); !errors.Is(err, c.code) || f.Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
	old := about()
	old.PeriodFrom, old.PeriodTo = calendar.MustParse("1921-01-01"), day("1939-12-31")
	if _, err := Clean(old); err != nil {
		t.Errorf("old series are data too: %v", err)
	}
}
