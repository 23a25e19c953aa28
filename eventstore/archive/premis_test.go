package archive

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// The elements come in the order that PREMIS 3.0 asks for.
func TestPremis(t *testing.T) {
	var b bytes.Buffer
	c := &Contents{Software: "minhbach <1>", Now: noon, Erasures: []Erasure{{Index: 7, ID: "0190a000-0000-7000-8000-000000000007", Recorded: noon}}}
	s := Summary{Scope: Full, Origin: origin, Size: 10, Root: strings.Repeat("ab", 32), Events: 10, First: noon.Add(-time.Hour), Last: noon, Absent: []string{"x"}}
	if err := premis(&b, c, s); err != nil {
		t.Fatal(err)
	}
	var path, got []string
	d := xml.NewDecoder(bytes.NewReader(b.Bytes()))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Space != "http://www.loc.gov/premis/v3" {
				t.Errorf("%s is in %q", e.Name.Local, e.Name.Space)
			}
			if path = append(path, e.Name.Local); len(path) <= 3 && (len(got) == 0 || got[len(got)-1] != strings.Join(path, "/")) {
				got = append(got, strings.Join(path, "/"))
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
	event := []string{"premis/event", "premis/event/eventIdentifier", "premis/event/eventType", "premis/event/eventDateTime",
		"premis/event/eventDetailInformation", "premis/event/eventOutcomeInformation", "premis/event/linkingAgentIdentifier", "premis/event/linkingObjectIdentifier"}
	want := slices.Concat([]string{"premis", "premis/object", "premis/object/objectIdentifier", "premis/object/originalName"}, event, event, event, event,
		[]string{"premis/agent", "premis/agent/agentIdentifier", "premis/agent/agentName", "premis/agent/agentType"})
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	if _, err := exec.LookPath("xmllint"); err == nil {
		cmd := exec.Command("xmllint", "--noout", "-")
		cmd.Stdin = &b
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("xmllint: %v\n%s", err, out)
		}
	}
}

type part1 struct {
	Kept string `json:"kept"`
}

type sample struct {
	part1
	Account string            `json:"account"`
	Name    string            `json:"name" sealed:"account"`
	At      time.Time         `json:"at,omitzero"`
	Items   map[string]string `json:"items"`
	List    []part1           `json:"list,omitempty"`
	Count   *int64            `json:"count,omitempty"`
	Ratio   float64           `json:"ratio"`
	Hidden  string            `json:"-"`
}

func TestSchema(t *testing.T) {
	raw, err := Schema("a.b", 2, sample{})
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		ID         string `json:"$id"`
		Type       string
		Required   []string
		Properties map[string]struct {
			Type       any
			Format     string
			Properties map[string]any
		}
	}
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if got.ID != "urn:minhbach:event:a.b:v2" || got.Type != "object" || !slices.Equal(got.Required, []string{"account", "name", "items", "ratio"}) && !slices.Contains(got.Required, "kept") {
		t.Errorf("%s", raw)
	}
	p := got.Properties
	if p["at"].Format != "date-time" || p["name"].Properties["sealed"] == nil || p["count"].Type != "integer" || p["ratio"].Type != "number" || p["Hidden"].Type != nil || p["account"].Type != "string" {
		t.Errorf("%s", raw)
	}
}
