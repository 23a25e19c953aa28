package publication

import (
	"strings"
	"testing"

	"minhbach/domain"
	"minhbach/domain/fault"
)

func TestDraftRecordsOnlyTheFacetsThatAreThere(t *testing.T) {
	author := Author{Account: "lan"}
	p := given(t).when(draftOf(News, story())).then(
		Drafted{Publication: "p-1", Agency: portal, Kind: News, Slug: "hoi-cho", Language: "vi", Author: author},
		TextWritten{Title: story().Title, Summary: story().Summary, Body: story().Body, Author: author},
		MetadataDescribed{Metadata: story().Metadata, Author: author},
	)
	if p.State() != StateDraft || p.ID() != "p-1" || p.Agency() != portal || p.Kind() != News || p.Slug() != "hoi-cho" {
		t.Errorf("%+v", p)
	}
	given(t).when(draftOf(News, Content{})).then(
		Drafted{Publication: "p-1", Agency: portal, Kind: News, Slug: "hoi-cho", Language: "vi", Author: author})
}

func TestDraftNormalisesToNFC(t *testing.T) {
	c := story()
	c.Title = "  Ho\u0302\u0323i cho\u031b\u0323 "
	c.Body = "một\r\nhai\rba\n"
	p := given(t).happens(draftOf(News, c)).now()
	if got := p.Content(); got.Title != "Hội chợ" || got.Body != "một\nhai\nba" {
		t.Errorf("%q %q", got.Title, got.Body)
	}
}

func TestDraftRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Draft)
		code   *fault.Code
	}{
		"nobody":                  {func(d *Draft) { d.By = domain.Actor{} }, ErrNobody},
		"inspector":               {func(d *Draft) { d.By.Role = domain.Inspector }, ErrRole},
		"administrator":           {func(d *Draft) { d.By.Role = domain.Administrator }, ErrRole},
		"agency head":             {func(d *Draft) { d.By.Role = domain.AgencyHead }, ErrRole},
		"the system":              {func(d *Draft) { d.By = domain.Actor{Account: domain.System, Role: domain.Editor, Agency: portal} }, ErrRole},
		"another agency":          {func(d *Draft) { d.By.Agency = "agency-2" }, ErrOtherAgency},
		"no agency":               {func(d *Draft) { d.By.Agency, d.Responsible = "", "" }, ErrOtherAgency},
		"no id":                   {func(d *Draft) { d.Publication = "" }, ErrID},
		"unknown kind":            {func(d *Draft) { d.Kind = "poem" }, ErrKind},
		"no slug":                 {func(d *Draft) { d.Slug = "" }, ErrSlug},
		"slug with accents":       {func(d *Draft) { d.Slug = "hội-chợ" }, ErrSlug},
		"slug with a path":        {func(d *Draft) { d.Slug = "../x" }, ErrSlug},
		"long slug":               {func(d *Draft) { d.Slug = strings.Repeat("a", MaxSlug+1) }, ErrSlug},
		"details of another kind": {func(d *Draft) { d.Content = lawText("2026-03-02") }, ErrDetails},
		"a date without rules":    {func(d *Draft) { d.Kind, d.Content, d.Rules = LegalDocument, lawText("2026-03-02"), nil }, ErrNoRules},
	} {
		t.Run(name, func(t *testing.T) {
			d := draftOf(News, story())
			c.change(&d)
			given(t).when(d).refused(c.code)
		})
	}
	s := drafted(t)
	s.when(draftOf(News, story())).refused(ErrState)
}

func TestDraftTellsAllFaultsAtOnce(t *testing.T) {
	d := draftOf(News, story())
	d.Publication, d.Slug = "", "Ố"
	d.Content.Title = strings.Repeat("a", MaxTitle+1)
	d.Content.Language = "tiếng Việt"
	_, err := New().Draft(d)
	f := fault.Of(err)
	if f == nil || f.Code != fault.ErrInput || len(f.Fields) != 4 {
		t.Fatalf("%v", err)
	}
	paths := []string{}
	for _, sub := range f.Fields {
		paths = append(paths, sub.Path)
	}
	if got := strings.Join(paths, " "); got != "publication slug content.title content.language" {
		t.Errorf("paths: %s", got)
	}
}
