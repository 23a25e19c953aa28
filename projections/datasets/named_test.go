package datasets_test

import (
	"strings"
	"testing"
	"time"

	"minhbach/projections/view"
)

// A hash leads to every public version that it stands for, and to no draft.
func TestHashesLeadToWhatWasPublic(t *testing.T) {
	o := newOffice(t)
	file := strings.Repeat("c3", 32)
	r1 := release("r1", "csv", 3)
	r1.File.SHA256 = file
	o.draft("d1", described("Trường học"))
	o.attach("d1", r1)
	_, r := o.open()
	if uses, err := r.Uses(t.Context(), file, 10); err != nil || len(uses) != 0 {
		t.Fatalf("a draft's file is found: %+v %v", uses, err)
	}
	o.submit("d1")
	o.approve("d1", time.Time{})
	o.revise("d1")
	o.describe("d1", described("Trường học, tên mới"))
	o.submit("d1")
	o.approve("d1", time.Time{})
	o.withdraw("d1")
	_, r = o.open()
	uses, err := r.Uses(t.Context(), file, 10)
	if err != nil || len(uses) != 2 || uses[0].Version != 1 || uses[1].Version != 2 || uses[0].File != "r1.csv" || uses[0].Dataset.State != view.Withdrawn || uses[0].Reason != "Công bố nhầm" {
		t.Fatalf("%+v %v", uses, err)
	}
	versions, err := r.Versions(t.Context(), "d1", 0)
	if err != nil || versions[1].Event == "" || versions[1].Event != uses[1].Event {
		t.Errorf("%+v %v", versions, err)
	}
	content, err := r.Uses(t.Context(), versions[1].ContentHash, 10)
	if err != nil || len(content) != 1 || content[0].Version != 2 || content[0].File != "" {
		t.Errorf("content: %+v %v", content, err)
	}
}
