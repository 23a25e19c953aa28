package ingest

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// labelled is one column of the labelled set: values with the kinds that a careful
// reader sees in them, separated by a space.
type labelled struct {
	Header string      `json:"header"`
	Values [][2]string `json:"values"`
}

// TestPersonalDataIsFound measures recall and precision over testdata/personal.json
// (made-up values; as many hard negatives as there are in real tables) against what
// the gate promises.
func TestPersonalDataIsFound(t *testing.T) {
	b, err := os.ReadFile("testdata/personal.json")
	if err != nil {
		t.Fatal(err)
	}
	var columns []labelled
	if err := json.Unmarshal(b, &columns); err != nil {
		t.Fatal(err)
	}
	var values, found, wanted, right int
	perKind := map[string][3]int{} // found, wanted, right
	for _, c := range columns {
		all := tally{at: -1, sights: sightings{hint: hintOf(c.Header)}}
		for i, v := range c.Values {
			all.add(int64(i), trim(v[0]), nil)
		}
		decided := map[string]bool{}
		for _, f := range all.sights.findings(c.Header, all.values) {
			decided[f.Kind] = true
		}
		for _, v := range c.Values {
			values++
			one := sightings{hint: hintOf(c.Header)}
			one.look(1, trim(v[0]))
			if one.maybe > 0 && decided["tax_code"] {
				one.count[taxCode] = 1
			}
			for k, name := range personalNames {
				f, w := one.count[k] > 0, strings.Contains(v[1], name)
				n := perKind[name]
				if f {
					found++
					n[0]++
				}
				if w {
					wanted++
					n[1]++
				}
				if f && w {
					right++
					n[2]++
				}
				perKind[name] = n
				if f != w {
					t.Logf("%s: %q: %s found %v, wanted %v", c.Header, v[0], name, f, w)
				}
			}
		}
	}
	recall, precision := float64(right)/float64(wanted), float64(right)/float64(found)
	t.Logf("%d values, recall %.3f, precision %.3f, by kind (found, wanted, right) %v", values, recall, precision, perKind)
	if values < 300 || recall < 0.95 || precision < 0.90 {
		t.Errorf("%d values, recall %.3f (0.95 promised), precision %.3f (0.90 promised)", values, recall, precision)
	}
}
