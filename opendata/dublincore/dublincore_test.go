package dublincore

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func full() Record {
	return Record{
		Title:       []Value{{Text: `Thông báo "nghỉ Tết" & trực`, Lang: "vi"}, {Text: "Holiday notice", Lang: "en", Refinement: "alternative"}},
		Creator:     Text("Ban Biên tập huyện Kế Sách"),
		Date:        append(Day("issued", time.Date(2026, 1, 31, 17, 30, 0, 0, time.UTC)), Day("modified", time.Time{})...),
		Description: Text("Lịch nghỉ và trực Tết."),
		Publisher:   Text("UBND huyện Kế Sách"),
		Identifier:  URI("", "https://kesach.example/tin-tuc/nghi-tet"),
		Language:    Text("vi"),
		Subject:     Text("Tết", "", "lịch trực"),
		Relation:    URI("replaces", "https://kesach.example/tin-tuc/nghi-tet-2025"),
		Rights:      Text("CC BY 4.0"),
	}
}

func TestFifteenElements(t *testing.T) {
	count := map[Status]int{}
	for _, e := range Elements {
		count[e.Status]++
	}
	if len(Elements) != 15 || count[Mandatory] != 6 || count[Recommended] != 4 || count[Optional] != 5 {
		t.Errorf("6 mandatory + 4 recommended + 5 optional = 15, got %v", count)
	}
	if fields := reflect.TypeFor[Record]().NumField(); fields != len(Elements) {
		t.Errorf("the record has %d fields for %d elements", fields, len(Elements))
	}
}

func TestAFullRecordIsValid(t *testing.T) {
	if err := full().Validate(); err != nil {
		t.Error(err)
	}
}

func TestEveryMissingMandatoryElementHasItsCode(t *testing.T) {
	var missing *Error
	if err := (Record{Title: Text("  ")}).Validate(); !errors.As(err, &missing) {
		t.Fatalf("got %v", err)
	}
	var codes []string
	for _, f := range missing.Faults {
		codes = append(codes, f.Code)
	}
	want := "dc_title_missing dc_creator_missing dc_date_missing dc_description_missing dc_publisher_missing dc_identifier_missing"
	if got := strings.Join(codes, " "); got != want {
		t.Errorf("got %s", got)
	}
	r := full()
	r.Publisher = []Value{{Text: " "}}
	if err := r.Validate(); !errors.As(err, &missing) || len(missing.Faults) != 1 || missing.Faults[0].Code != "dc_publisher_missing" {
		t.Errorf("a blank publisher is no publisher: %v", err)
	}
}

func TestDatesAreISO8601(t *testing.T) {
	for text, ok := range map[string]bool{"2026": true, "2026-01": true, "2026-01-31": true, "2026-01-31T08:00:00+07:00": true, "2025-01-01/2025-12-31": true,
		"31/01/2026": false, "2026-02-30": false, "hôm qua": false, "2026/2025/2024": false} {
		r := full()
		r.Date = Text(text)
		if got := r.Validate() == nil; got != ok {
			t.Errorf("%s: valid %v, want %v", text, got, ok)
		}
	}
}

func TestMetasAndJSON(t *testing.T) {
	var b strings.Builder
	for _, m := range full().Metas() {
		fmt.Fprintf(&b, "%s | %s | %s | %s\n", m.Name, m.Scheme, m.Lang, m.Content)
	}
	golden(t, "testdata/metas.golden", []byte(b.String()))
	out, err := full().JSON()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "testdata/record.golden.json", out)
	var back Record
	if err := json.Unmarshal(out, &back); err != nil || !reflect.DeepEqual(back, full()) {
		t.Errorf("the JSON does not give the record back: %v", err)
	}
	empty, _ := Record{}.JSON()
	if !strings.Contains(string(empty), `"publisher": []`) {
		t.Error("a missing mandatory element must show as empty, not vanish")
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Errorf("%s differs (run with -update after checking):\n%s", path, got)
	}
}
