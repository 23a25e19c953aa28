package api

import (
	"encoding/json"
	"testing"
)

// Programs read what is under way, and cannot decide anything about it.
func TestSubjects(t *testing.T) {
	h := server(t, newFake())
	w := call(h, "GET", prefix+"/subjects", "", "Authorization", "Bearer "+goodToken)
	var list PersonalDataList
	if err := json.Unmarshal(w.Body.Bytes(), &list); err != nil || w.Code != 200 || len(list.Subjects) != 1 {
		t.Fatalf("%d %v %s", w.Code, err, w.Body)
	}
	if s := list.Subjects[0]; s.State != "requested" || s.Due.String() != "2026-03-04" || len(s.Holds) != 1 || s.Holds[0].Ground != "retention" {
		t.Errorf("%+v", s)
	}
	w = call(h, "GET", prefix+"/subjects/"+staffID, "", "Authorization", "Bearer "+goodToken)
	var file PersonalDataFile
	if err := json.Unmarshal(w.Body.Bytes(), &file); err != nil || w.Code != 200 || file.Account != staffID || len(file.Views) != 1 || file.History == nil {
		t.Errorf("%d %v %s", w.Code, err, w.Body)
	}
	for _, path := range []string{"/subjects", "/subjects/" + staffID} {
		if w := call(h, "GET", prefix+path, ""); w.Code != 401 {
			t.Errorf("%s without a token: %d", path, w.Code)
		}
		if w := call(h, "POST", prefix+path, "{}", "Authorization", "Bearer "+goodToken); w.Code != 405 {
			t.Errorf("POST %s: %d", path, w.Code)
		}
	}
}
