package dataset

import (
	"errors"
	"strings"
	"testing"

	"minhbach/domain/fault"
)

func TestAttach(t *testing.T) {
	first := data(1)
	first.Change = ""
	drafted(t).when(Attach{by(minh), first}).Then(ReleaseAttached{Release: data(1), Author: wrote(minh)})
	attached(t, data(1)).when(Attach{by(lan), data(1)}).Then()
	other := data(1)
	other.Rows = 13
	attached(t, data(1)).when(Attach{by(lan), other}).Refused(ErrReleaseKnown, "release.id")

	s := attached(t, data(1)).happens(Attach{by(minh), data(2)})
	if d := s.now(); d.Content().Release.ID != uuid(2) || len(d.Authors()) != 2 {
		t.Errorf("in hand is %s, authors %v", d.Content().Release.ID, d.Authors())
	}
	s.when(Attach{by(lan), data(1)}).Refused(ErrReleaseKnown, "release.id")
	published(t).when(Attach{by(minh), data(2)}).Refused(ErrState, "")
	submitted(t, data(1)).when(Attach{by(minh), data(2)}).Refused(ErrState, "")
}

func TestAttachRefusesWhatIsNoRelease(t *testing.T) {
	for name, c := range map[string]struct {
		code   *fault.Code
		change func(*Release)
	}{
		"id":             {ErrReleaseID, func(r *Release) { r.ID = "Lần 1" }},
		"file hash":      {refusals.SHA256, func(r *Release) { r.File.SHA256 = "ABC" }},
		"file name":      {refusals.FileName, func(r *Release) { r.File.Name = "../x.csv" }},
		"file size":      {refusals.Length, func(r *Release) { r.File.Size = 0 }},
		"media type":     {refusals.Media, func(r *Release) { r.File.MediaType = "csv" }},
		"no column":      {ErrColumns, func(r *Release) { r.Columns, r.Reading.Columns = nil, nil }},
		"too many":       {ErrTooMany, func(r *Release) { r.Columns = make([]Column, MaxColumns+1) }},
		"column name":    {ErrColumnName, func(r *Release) { r.Columns[0].Name = "Xã" }},
		"same name":      {ErrColumnName, func(r *Release) { r.Columns[1].Name = "xa" }},
		"type":           {ErrColumnType, func(r *Release) { r.Columns[0].Type = "money" }},
		"source columns": {ErrReading, func(r *Release) { r.Reading.Columns = r.Reading.Columns[:1] }},
		"source index":   {ErrReading, func(r *Release) { r.Reading.Columns[0].Index = -1 }},
		"format":         {ErrReading, func(r *Release) { r.Reading.Format = "pdf" }},
		"encoding":       {ErrReading, func(r *Release) { r.Reading.Encoding = "latin1" }},
		"delimiter":      {ErrReading, func(r *Release) { r.Reading.Delimiter = "||" }},
		"header":         {ErrReading, func(r *Release) { r.Reading.HeaderRow = -1 }},
		"skip":           {ErrReading, func(r *Release) { r.Reading.Skip = []int{0} }},
		"rows":           {ErrRows, func(r *Release) { r.Rows = -1 }},
		"rejected":       {ErrRows, func(r *Release) { r.Rejected = -1 }},
		"report":         {refusals.SHA256, func(r *Release) { r.Report = "x" }},
		"finding column": {ErrFinding, func(r *Release) { r.Findings = []Finding{{Column: "sdt", Kind: "phone", Count: 1}} }},
		"finding kind":   {ErrFinding, func(r *Release) { r.Findings = []Finding{{Column: "xa", Kind: "name", Count: 1}} }},
		"finding rows": {ErrFinding, func(r *Release) {
			r.Findings = []Finding{{Column: "xa", Kind: "phone", Count: 30, Rows: make([]int64, 21)}}
		}},
		"note":   {ErrNote, func(r *Release) { r.Notes = []Note{{Code: "Đã chuyển mã"}} }},
		"change": {ErrChange, func(r *Release) { r.Change = "update" }},
		"reason": {ErrTooLong, func(r *Release) { r.Reason = strings.Repeat("a", MaxReason+1) }},
	} {
		r := data(1).clone()
		c.change(&r)
		t.Run(name, func(t *testing.T) { drafted(t).when(Attach{by(lan), r}).Refused(c.code, "*") })
	}
}

func TestCleaningAReleaseKeepsWhatTheRowsDependOn(t *testing.T) {
	r := data(1)
	r.Reading.Format, r.Reading.Delimiter = "json", "\t"
	r.Reading.Path, r.Reading.Empty = "/du lie\u0302\u0323u", []string{" … "}
	r.Reading.Columns[0].Path = " Xa\u0303 "
	r.Columns[0].Title, r.Reason, r.Findings = "Xã\n phường", " vì ", []Finding{}
	out, err := CleanRelease(r)
	if err != nil || out.Reading.Path != r.Reading.Path || out.Reading.Empty[0] != " … " || out.Reading.Columns[0].Path != " Xa\u0303 " || out.Reading.Delimiter != "\t" {
		t.Errorf("%+v, %v", out.Reading, err)
	}
	if out.Columns[0].Title != "Xã phường" || out.Reason != "vì" || out.Findings != nil {
		t.Errorf("%+v", out)
	}
}

func TestDetach(t *testing.T) {
	attached(t, data(1)).when(Detach{by(minh)}).Then(ReleaseDetached{Release: uuid(1), Author: wrote(minh)})
	if c := attached(t, data(1)).happens(Detach{by(minh)}).now().Content(); c.Release != nil {
		t.Error("the data is still in hand")
	}
	drafted(t).when(Detach{by(minh)}).Refused(ErrNothingAttached, "")

	d := revising(t).happens(Detach{by(minh)}).now()
	if d.Content().Release.ID != uuid(1) || d.NewData() {
		t.Error("the public data is not in hand again")
	}
	revising(t).happens(Detach{by(minh)}).refuses(ErrNothingAttached, Detach{by(minh)}).refuses(ErrNothingRevised, Submit{Deed: by(minh)})
}

func TestSubmitTellsEverythingThatIsMissing(t *testing.T) {
	var s story
	s.t = t
	s.happens(Draft{Deed: by(lan), Dataset: "d-1", Slug: "lua"})
	_, err := perform(s.now(), Submit{Deed: by(lan)})
	f := fault.Of(err)
	if f == nil || f.Code != fault.ErrInput {
		t.Fatal(err)
	}
	var paths []string
	for _, one := range f.Fields {
		paths = append(paths, one.Path)
	}
	want := "description.title description.summary description.topics description.licence description.frequency description.creator " +
		"description.contact.unit description.contact.email release"
	if got := strings.Join(paths, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for path, c := range map[string]struct {
		code   *fault.Code
		change func(*Release)
	}{
		"release.rows":            {ErrRowsMissing, func(r *Release) { r.Rows = 0 }},
		"release.report":          {ErrReportMissing, func(r *Release) { r.Rejected = 2 }},
		"columns.dien_tich.title": {ErrColumnTitle, func(r *Release) { r.Columns[1].Title = "" }},
		"release.reason":          {ErrChangeReason, func(r *Release) { r.Change = Revision }},
	} {
		r := data(1).clone()
		c.change(&r)
		attached(t, r).when(Submit{Deed: by(lan)}).Refused(c.code, path)
	}
	attached(t, data(1)).when(Submit{Deed: by(lan), Note: "Xin duyệt"}).Then(Submitted{Content: Hash(content(data(1))), Note: "Xin duyệt"})
}

func TestANewReleaseOfAPublicDatasetSaysWhy(t *testing.T) {
	silent := data(2)
	silent.Change = ""
	s := published(t).happens(OpenRevision{by(minh), "x"}, Attach{by(minh), silent})
	_, err := perform(s.now(), Submit{Deed: by(minh)})
	if !errors.Is(err, ErrChangeMissing) || !errors.Is(err, ErrChangeReason) {
		t.Error(err)
	}
	published(t).happens(OpenRevision{by(minh), "x"}, Attach{by(minh), data(2)}).refuses(ErrChangeReason, Submit{Deed: by(minh)})
	published(t).happens(OpenRevision{by(minh), "x"}).refuses(ErrNothingRevised, Submit{Deed: by(minh)})
}

func TestCarryOver(t *testing.T) {
	was := []Column{{Name: "xa", Title: "Xã", Type: Text, Key: true, Description: "Theo danh mục"}, {Name: "gia", Title: "Giá", Type: Integer}}
	now := []Column{{Name: "xa", Title: "Tên xã", Type: Text}, {Name: "gia", Type: Decimal}}
	got := CarryOver(was, now)
	if got[0] != (Column{Name: "xa", Title: "Tên xã", Type: Text, Key: true, Description: "Theo danh mục"}) || got[1] != now[1] || now[0].Key {
		t.Errorf("%+v", got)
	}
}

func TestEveryTypeIsAccepted(t *testing.T) {
	for _, typ := range Types() {
		r := data(1).clone()
		r.Columns[0].Type = typ
		if _, err := CleanRelease(r); err != nil {
			t.Errorf("%s: %v", typ, err)
		}
	}
}
