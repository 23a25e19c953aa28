package agency_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"minhbach/domain/agency"
	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/domain/fault"
	"minhbach/domain/fold"
)

const header = "level,code,name_vi,name_en,unit_type,parent_code"

func TestReadUnits(t *testing.T) {
	text := "\ufeff" + header + ",valid_from,basis,function,obligation\n" +
		"commune,31552,\"" + norm.NFD.String("Xã Nhơn Mỹ") + "\",Nhon My Commune,Xã,943,,,,\n" +
		"\n" +
		"Department, s1 ,\"Sở Tài chính\",,Sở,94,01/07/2025,NQ 1,finance,Mandatory\n"
	units, err := agency.ReadUnits(strings.NewReader(text), agency.UnitsFile{ValidFrom: d("2019-05-02"), Basis: "QĐ 1"})
	if err != nil {
		t.Fatal(err)
	}
	want := []agency.Unit{
		{Line: 2, Code: "31552", NameVi: "Xã Nhơn Mỹ", NameEn: "Nhon My Commune", UnitType: "Xã", Level: domainname.Commune, ParentCode: "943", ValidFrom: d("2019-05-02"), Basis: "QĐ 1"},
		{Line: 4, Code: "s1", NameVi: "Sở Tài chính", UnitType: "Sở", Level: domainname.Department, ParentCode: "94", ValidFrom: d("2025-07-01"), Basis: "NQ 1", Function: "finance", Obligation: agency.Mandatory},
	}
	if len(units) != 2 || units[0] != want[0] || units[1] != want[1] {
		t.Errorf("got %+v", units)
	}
}

func TestReadUnitsRefusals(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		code *fault.Code
		path string
	}{
		"empty":          {"", agency.ErrHeader, "line 1"},
		"missing column": {"level,code,name_vi,name_en,unit_type\n", agency.ErrHeader, "line 1, parent_code"},
		"unknown column": {header + ",phone\n", agency.ErrColumn, "line 1"},
		"column twice":   {header + ",code\n", agency.ErrColumn, "line 1"},
		"too few cells":  {header + "\ncommune,1\n", agency.ErrCells, "line 2"},
		"open quotation": {header + "\ncommune,1,\"Xã,,Xã,9\n", agency.ErrQuotes, "line 2"},
		"bad date":       {header + ",valid_from\ncommune,1,Xã,,Xã,9,30/02/2024\n", calendar.ErrDate, "line 2, valid_from"},
		"bad bytes":      {header + "\ncommune,1,X\xe3,,Xã,9\n", fold.ErrInvalidUTF8, "line 2, name_vi"},
		"too large":      {header + "\n" + strings.Repeat("x", agency.MaxUnitsFile), agency.ErrFileTooLarge, ""},
		"too many":       {header + "\n" + strings.Repeat("commune,1,X,,X,9\n", agency.MaxUnits+1), agency.ErrTooMany, ""},
	} {
		_, err := agency.ReadUnits(strings.NewReader(tc.text), agency.UnitsFile{})
		if !errors.Is(err, tc.code) || fault.Of(err).Path != tc.path {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := agency.ReadUnits(strings.NewReader(header+"\ncommune,1\ncommune,X\x00,a,b,c,d\n"), agency.UnitsFile{})
	if got := paths(err); got != "line 2: units.cells; line 3, code: text.control_character" {
		t.Error(got)
	}
}

func FuzzReadUnits(f *testing.F) {
	f.Add("\ufeff" + header + "\ncommune,31552,Xã Nhơn Mỹ,,Xã,943\n")
	f.Add(header + ",valid_from\r\nprovince,94,\"Tỉnh\nSóc Trăng\",,Tỉnh,,2019-05-02")
	f.Add(header + "\nsubordinate,a,Phòng,,Phòng,b\nsubordinate,b,Phòng,,Phòng,a\n")
	f.Fuzz(func(t *testing.T, text string) {
		units, err := agency.ReadUnits(strings.NewReader(text), agency.UnitsFile{ValidFrom: d("2019-05-02")})
		if err != nil {
			if f := fault.Of(err); f == nil || f.Sentence("vi") == "" {
				t.Fatalf("a refusal without a sentence: %v", err)
			}
			return
		}
		for _, u := range units {
			if !utf8.ValidString(u.NameVi) || !norm.NFC.IsNormalString(u.NameVi) || u.Line < 2 || strings.ContainsAny(u.NameVi, "\n\x00") {
				t.Fatalf("unclean: %+v", u)
			}
		}
		var report agency.Report
		tree := agency.New()
		cmd := agency.RegisterAll{By: system, Units: units, NewID: ids(), Template: soctrang, Partial: true, Report: &report}
		events, err := tree.RegisterAll(cmd)
		if err != nil {
			return
		}
		for _, e := range events {
			tree.Apply(e)
		}
		if n := len(tree.At(d("2100-01-01")).Agencies()); n != report.Registered {
			t.Fatalf("%d agencies of %d registered hang together", n, report.Registered)
		}
		if again, err := tree.RegisterAll(cmd); err == nil && len(again) > 0 {
			t.Fatalf("the second import changed something: %+v", again)
		}
	})
}
