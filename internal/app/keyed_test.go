package app

import (
	"reflect"
	"testing"

	"minhbach/domain"
	"minhbach/domain/publication"
	"minhbach/eventstore"
)

// A key that two people use, or one person for two things, carries out each.
func TestKeyIsItsSendersOwn(t *testing.T) {
	o := open(t)
	lan := o.hire("lan", domain.Contributor, districtID)
	mai := o.hire("mai", domain.Contributor, communeID)
	key := eventstore.NewID(o.Now())
	lan.Command, mai.Command = key, key
	draft := func(by Caller, agency, title string) Receipt {
		r, err := o.DraftPublication(t.Context(), by, DraftPublication{Agency: agency, Kind: publication.News, Content: publication.Content{Language: "vi", Title: title}})
		o.must(err)
		return r
	}
	first := draft(lan, districtID, "Lịch tiếp công dân")
	if again := draft(lan, districtID, "Lịch tiếp công dân"); !again.Repeated || again.ID != first.ID {
		t.Errorf("the same again: %+v after %+v", again, first)
	}
	if other := draft(mai, communeID, "Lịch tiếp công dân"); other.Repeated || other.ID == first.ID {
		t.Errorf("somebody else's key gave %+v, the first was %+v", other, first)
	}
	if other := draft(lan, districtID, "Lịch tiếp công dân tháng sau"); other.Repeated || other.ID == first.ID {
		t.Errorf("other answers under the key gave %+v", other)
	}
	if r, err := o.SubmitPublication(t.Context(), lan, SubmitPublication{ID: first.ID}); err == nil && r.Repeated {
		t.Errorf("another command under the key was taken for the first: %+v", r)
	}
}

func TestEveryCommandIsKeyed(t *testing.T) {
	o := open(t)
	var plain Commands
	treeCommands(o.Deps, &plain)
	accountCommands(o.Deps, &plain)
	boardCommands(o.Deps, &plain)
	publicationCommands(o.Deps, &plain)
	datasetCommands(o.Deps, &plain)
	disposalCommands(o.Deps, &plain)
	own := plain
	own.keys(o.Deps)
	compareKeys(t, reflect.ValueOf(plain), reflect.ValueOf(own))
	compareKeys(t, reflect.ValueOf(plain.Datasets), reflect.ValueOf(own.Datasets))
	compareKeys(t, reflect.ValueOf(plain.Subjects), reflect.ValueOf(own.Subjects))
	compareKeys(t, reflect.ValueOf(plain.Disposals), reflect.ValueOf(own.Disposals))
	compareKeys(t, reflect.ValueOf(plain.Notices), reflect.ValueOf(own.Notices))
}

func compareKeys(t *testing.T, before, after reflect.Value) {
	t.Helper()
	for i := range before.NumField() {
		name := before.Type().Field(i).Name
		switch {
		case name == "ReleaseDue", name == "ImportUnits", // no caller; keyed when the file is read
			name == "Carry", name == "CarryOut", name == "View", name == "KeepViews", name == "Tell", name == "Outcome": // the system's, keyed by what they are about
			continue
		case before.Field(i).Kind() != reflect.Func: // a group of its own
			continue
		case before.Field(i).IsNil():
			t.Errorf("%s is not there", name)
		case before.Field(i).Pointer() == after.Field(i).Pointer():
			t.Errorf("%s takes the sender's key as it is", name)
		}
	}
}
