package api

import (
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"minhbach/opendata/record"
	"minhbach/opendata/record/recordtest"
)

// ckanext-harvest: 100 a page by id, complete dictionaries, and it stops only on an
// empty page; two pages alike raise an error.
func TestHarvestersPageUntilAnEmptyPage(t *testing.T) {
	_, h := newWorld(t, recordtest.Many(7)...)
	seen := map[string]bool{}
	pages := 0
	for start := 0; ; start += 3 {
		var r struct {
			Count   int
			Results []dict
		}
		ckanGet(t, h, "package_search", &r, "rows", "3", "start", strconv.Itoa(start), "sort", "id asc")
		if r.Count != 7 {
			t.Fatalf("count %d", r.Count)
		}
		if len(r.Results) == 0 {
			break
		}
		pages++
		for _, p := range r.Results {
			id := p["id"].(string)
			if seen[id] {
				t.Fatalf("%s comes twice", id)
			}
			seen[id] = true
			if p["name"] == "" || p["organization"] == nil || len(p["resources"].([]any)) == 0 || p["metadata_modified"] == "" {
				t.Errorf("not complete: %v", p)
			}
		}
	}
	if len(seen) != 7 || pages != 3 {
		t.Errorf("%d datasets in %d pages", len(seen), pages)
	}
}

// The conditions that harvesters send, word for word.
func TestHarvestersConditions(t *testing.T) {
	_, h := ckanWorld(t)
	count := func(fq string) int {
		t.Helper()
		var r struct{ Count int }
		ckanGet(t, h, "package_search", &r, "fq", fq, "rows", "100", "sort", "id asc")
		return r.Count
	}
	for fq, want := range map[string]int{
		"": 14, "organization:kesach": 7, "organization:soctrang": 7, "organization:kesach OR organization:soctrang": 14, "-organization:kesach": 7,
		"-organization:kesach -organization:soctrang": 0, "groups:nong-nghiep-thuy-san": 1, `tags:"lúa"`: 1,
		"metadata_modified:[2025-04-01T00:00:00Z TO *]": 1, "metadata_modified:[2025-03-03T01:30:00Z TO *]": 14,
		"organization:kesach OR organization:soctrang metadata_modified:[2025-04-01T00:00:00Z TO *]": 1, "+type:dataset +state:active": 14, "license_id:cc-by-4.0": 1,
		"res_format:Parquet": 14, "res_format:PDF": 0, "owner_org:" + districtID: 7, "!(groups:y-te-suc-khoe)": 1, "title:lúa": 1, "name:tram-y-te-1*": 3,
	} {
		if got := count(fq); got != want {
			t.Errorf("%q: %d, want %d", fq, got, want)
		}
	}
	for fq, want := range map[string]int{"a:b": 409, "name:": 400, "metadata_modified:[x TO *]": 400, "(name:a": 400, `name:"a`: 400, "name:a)": 400, "{!lucene}a": 400} {
		w := ckanGet(t, h, "package_search", nil, "fq", fq)
		if w.Code != want {
			t.Errorf("%q: %d %s", fq, w.Code, w.Body)
		}
	}
}

// udata's back end asks for all of these keys of every resource by name.
func TestUdataFindsEveryKey(t *testing.T) {
	_, h := ckanWorld(t)
	var names []string
	ckanGet(t, h, "package_list", &names)
	if len(names) != 14 {
		t.Fatalf("%d names", len(names))
	}
	for _, name := range names {
		var p dict
		ckanGet(t, h, "package_show", &p, "id", name)
		if p["type"] != "dataset" || p["name"] != name || p["private"] != false || p["state"] != "active" {
			t.Errorf("%v", p)
		}
		resources := p["resources"].([]any)
		if len(resources) == 0 || float64(len(resources)) != p["num_resources"] {
			t.Errorf("%s: %d resources", name, len(resources))
		}
		for i, r := range resources {
			r := r.(dict)
			for _, key := range []string{"id", "position", "name", "description", "format", "mimetype", "size", "hash", "created", "last_modified", "url", "resource_type"} {
				if _, ok := r[key]; !ok {
					t.Errorf("%s: resource without %s", name, key)
				}
			}
			if r["position"] != float64(i) || strings.HasSuffix(r["created"].(string), "Z") || !strings.HasPrefix(r["url"].(string), "http://example.com/") {
				t.Errorf("%v", r)
			}
		}
	}
	var r struct{ Count int }
	ckanGet(t, h, "package_search", &r, "q", "organization:kesach AND -tags:lúa", "rows", "1000")
	if r.Count != 6 {
		t.Errorf("udata's query finds %d", r.Count)
	}
}

// ckanapi sends POST to the address without a version, sends keys, adds parameters
// that we do not know, and takes nothing that redirects.
func TestCkanapiCalls(t *testing.T) {
	_, h := ckanWorld(t)
	var names []string
	ckanPost(t, h, "package_list", `{"all_fields": false}`, &names)
	var dump dict
	ckanPost(t, h, "package_show", `{"id": "`+names[0]+`", "include_datasets": false, "include_password_hash": true, "nobody knows": {"a": [1]}}`, &dump)
	if len(names) != 14 || dump["name"] != names[0] {
		t.Errorf("%v %v", names, dump)
	}
	for name, want := range map[string]int{"group_list": 12, "organization_list": 3, "user_list": 0, "vocabulary_list": 0} {
		var all []any
		if ckanPost(t, h, name, `{"all_fields":false}`, &all); len(all) != want {
			t.Errorf("%s: %v", name, all)
		}
	}
	for _, c := range []struct {
		name, body, kind string
		status           int
	}{
		{"package_show", `{}`, "Validation Error", 409}, {"package_show", `{"id":"khong-co"}`, "Not Found Error", 404}, {"package_show", `{"id":"da-go"}`, "Not Found Error", 404},
		{"package_create", `{"name":"x"}`, "Authorization Error", 403}, {"package_update", `{}`, "Authorization Error", 403}, {"user_show", `{"id":"x"}`, "Not Found Error", 404},
		{"datastore_search_sql", `{"sql":"SELECT 1"}`, "Authorization Error", 403}, {"package_search", `{"sort":"nothing desc"}`, "Search Query Error", 400},
		{"package_search", `{"rows":-1}`, "Validation Error", 409}, {"organization_show", `{"id":"x"}`, "Not Found Error", 404}, {"package_list", `[`, "Bad Request", 400},
	} {
		var e dict
		w := ckanPost(t, h, c.name, c.body, &e)
		message, _ := e["message"].(string)
		if w.Code != c.status || e["__type"] != c.kind || strings.Contains(message, ": ") {
			t.Errorf("%s %s: %d %v", c.name, c.body, w.Code, e)
		}
	}
	w := call(h, "POST", "/api/action/no_such_thing", "{}")
	var text string
	if err := json.Unmarshal(w.Body.Bytes(), &text); w.Code != 400 || err != nil || !strings.Contains(text, "Action name not known") {
		t.Errorf("unknown action: %d %s", w.Code, w.Body)
	}
	for _, at := range []string{"/api/action/site_read", "/api/3/action/site_read", "/api/action/site_read/", "/api/3/action/site_read/"} {
		if w := call(h, "POST", at, ""); w.Code != 200 {
			t.Errorf("%s: %d", at, w.Code)
		}
	}
}

// Forms, multipart and JSON say the same; a repeated parameter is a list.
func TestEveryFormOfACall(t *testing.T) {
	_, h := ckanWorld(t)
	multipart := "--b\r\nContent-Disposition: form-data; name=\"id\"\r\n\r\ntram-y-te\r\n--b--\r\n"
	for kind, body := range map[string]string{
		"application/json": `{"id":"tram-y-te"}`, "application/x-www-form-urlencoded": "id=tram-y-te", "multipart/form-data; boundary=b": multipart, "text/plain": `{"id":"tram-y-te"}`,
		"application/x-www-form-urlencoded; charset=utf-8": url.QueryEscape(`{"id":"tram-y-te"}`) + "=",
	} {
		r := httptest.NewRequest("POST", "/api/3/action/package_show", strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != 200 || !strings.Contains(w.Body.String(), `"name":"tram-y-te"`) {
			t.Errorf("%s: %d %s", kind, w.Code, w.Body)
		}
	}
	var r struct{ Count int }
	if ckanGet(t, h, "package_search", &r, "fq", "organization:kesach", "fq", "groups:y-te-suc-khoe"); r.Count != 6 {
		t.Errorf("two conditions: %d", r.Count)
	}
	if ckanGet(t, h, "package_search", &r, "fq_list", `["organization:kesach","groups:y-te-suc-khoe"]`); r.Count != 6 {
		t.Errorf("fq_list: %d", r.Count)
	}
	if w := call(h, "POST", "/api/3/action/site_read", `{"a":"`+strings.Repeat("x", maxCall)+`"}`); w.Code != 400 {
		t.Errorf("a body without end: %d", w.Code)
	}
}

func TestJSONPIsAScriptOrNothing(t *testing.T) {
	_, h := ckanWorld(t)
	w := call(h, "GET", "/api/3/action/site_read?callback=jQuery.cb_1", "")
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "application/javascript") || !strings.HasPrefix(w.Body.String(), "/**/jQuery.cb_1({") || !strings.HasSuffix(w.Body.String(), "});\n") {
		t.Errorf("%v %s", w.Header(), w.Body)
	}
	for _, bad := range []string{"alert(1)", "a;b", "<script>", "1a"} {
		w := call(h, "GET", "/api/3/action/site_read?callback="+url.QueryEscape(bad), "")
		if w.Code != 400 || strings.Contains(w.Body.String(), bad) || w.Header().Get("Content-Type") != jsonCKAN {
			t.Errorf("%q: %d %s", bad, w.Code, w.Body)
		}
	}
}

func TestFacets(t *testing.T) {
	_, h := ckanWorld(t)
	var r struct {
		Facets map[string]map[string]int
		Shown  map[string]struct {
			Title string
			Items []struct {
				Name    string
				Display string `json:"display_name"`
				Count   int
			}
		} `json:"search_facets"`
	}
	ckanGet(t, h, "package_search", &r, "facet.field", `["organization","groups","res_format"]`, "facet.limit", "3", "rows", "0")
	if r.Facets["organization"]["kesach"] != 7 || r.Facets["groups"]["y-te-suc-khoe"] != 13 || len(r.Facets["res_format"]) != 3 {
		t.Errorf("%v", r.Facets)
	}
	if i := r.Shown["organization"].Items; len(i) != 2 || i[0].Display != "UBND huyện Kế Sách" || i[0].Count != 7 {
		t.Errorf("%+v", r.Shown)
	}
}

// R's ckanr: its table back end finds tables in _table_metadata and counts on
// result.total and result.records.
func TestCkanrFindsTables(t *testing.T) {
	_, h := ckanWorld(t)
	var r struct {
		Total   int
		Records []dict
	}
	ckanGet(t, h, "datastore_search", &r, "resource_id", "_table_metadata", "limit", "1000")
	if r.Total != 14 || len(r.Records) != 14 || r.Records[0]["alias_of"] != nil {
		t.Errorf("%+v", r)
	}
	name := record.DistributionID(recordtest.ID, "csv")
	ckanGet(t, h, "datastore_search", &r, "resource_id", "_table_metadata", "filters", `{"name":"`+name+`"}`)
	if r.Total != 1 || r.Records[0]["name"] != name {
		t.Errorf("%+v", r)
	}
}

func TestDatastoreSearch(t *testing.T) {
	x, h := ckanWorld(t)
	id := record.DistributionID(recordtest.ID, "csv")
	var r struct {
		Fields  []dict
		Records []dict
		Total   int
		Limit   int
		Links   map[string]string `json:"_links"`
	}
	ckanGet(t, h, "datastore_search", &r, "resource_id", id, "limit", "2", "offset", "4", "sort", `"nam" desc, _id`, "q", "kế sách")
	if len(r.Records) != 2 || r.Total != tableRows || r.Fields[0]["id"] != "_id" || r.Fields[0]["type"] != "int" || r.Records[0]["_id"] != 5.0 ||
		r.Records[0]["cap_nhat"] != "2024-01-02T03:04:05.6" || r.Records[0]["ngay_thu_thap"] != "2024-01-02" || !strings.Contains(r.Links["next"], "offset=6") {
		t.Errorf("%+v", r)
	}
	if x.query.Search != "kế sách" || len(x.query.Order) != 2 || !x.query.Order[0].Desc || x.target.Version != 3 {
		t.Errorf("%+v", x.query)
	}
	// ckanapi asks with limit 0 for the fields alone; a limit above ours is lowered.
	if ckanPost(t, h, "datastore_search", `{"resource_id":"`+id+`","limit":0}`, &r); len(r.Records) != 0 || len(r.Fields) != 8 || r.Total != tableRows {
		t.Errorf("limit 0: %d %d", len(r.Records), r.Total)
	}
	if ckanPost(t, h, "datastore_search", `{"resource_id":"`+id+`","limit":1000000}`, &r); len(r.Records) != tableRows || r.Limit != 32000 {
		t.Errorf("all: %d of %d", len(r.Records), r.Limit)
	}
	seen := map[float64]bool{}
	for _, row := range r.Records {
		seen[row["_id"].(float64)] = true
	}
	if len(seen) != tableRows {
		t.Errorf("%d different rows", len(seen))
	}
	ckanPost(t, h, "datastore_search", `{"resource_id":"`+id+`","filters":{"nam":[2001,"2002"],"san_luong":{"gte":1,"lt":"2.5"},"ma_huyen":null,"$or":[{"uoc_tinh":true},{"ngay_thu_thap":"2024-01-02"}]}}`, nil)
	if got, _ := json.Marshal(x.query.Where); !strings.Contains(string(got), `"Values":[2001,2002]`) || !strings.Contains(string(got), `"Op":"\u003c","Value":2.5`) {
		t.Errorf("%s", got)
	}
	ckanPost(t, h, "datastore_search", `{"resource_id":"`+id+`","fields":["nam"],"distinct":true}`, &r)
	if r.Total != 20 || !x.query.Distinct {
		t.Errorf("distinct: %d", r.Total)
	}
	for _, body := range []string{`"filters":{"khong":1}`, `"filters":{"nam":"x"}`, `"fields":"khong"`, `"sort":"khong"`, `"sort":"nam up"`, `"records_format":"xml"`, `"filters":{"nam":{"like":1}}`, `"limit":-1`} {
		var e dict
		if w := ckanPost(t, h, "datastore_search", `{"resource_id":"`+id+`",`+body+`}`, &e); w.Code != 409 || e["__type"] != "Validation Error" {
			t.Errorf("%s: %d %s", body, w.Code, w.Body)
		}
	}
	for format, want := range map[string]string{"csv": "1,\"h1, \"\"Kế Sách\"\"\"\n", "tsv": "1\t\"h1, \"\"Kế Sách\"\"\"\n"} {
		var r struct{ Records string }
		ckanGet(t, h, "datastore_search", &r, "resource_id", id, "records_format", format, "limit", "1", "fields", "_id,ma_huyen")
		if r.Records != want {
			t.Errorf("%s: %q", format, r.Records)
		}
	}
	var lists struct{ Records [][]any }
	if ckanGet(t, h, "datastore_search", &lists, "resource_id", id, "records_format", "lists", "limit", "1", "fields", "nam"); lists.Records[0][0] != 2001.0 {
		t.Errorf("%v", lists)
	}
}

func TestDatastoreInfo(t *testing.T) {
	_, h := ckanWorld(t)
	var r struct {
		Meta   struct{ Count int }
		Fields []struct {
			ID, Type string
			Info     struct{ Label string }
			Schema   dict
		}
	}
	ckanGet(t, h, "datastore_info", &r, "id", record.DistributionID(recordtest.ID, "csv"))
	if r.Meta.Count != 110 || len(r.Fields) != 7 || r.Fields[0].Info.Label != "Mã huyện" || r.Fields[1].Type != "int8" {
		t.Errorf("%+v", r)
	}
}

func TestDumps(t *testing.T) {
	_, h := ckanWorld(t)
	at := "/datastore/dump/" + record.DistributionID(recordtest.ID, "csv")
	for query, want := range map[string][2]string{
		"?limit=1&fields=_id,nam":               {"text/csv; charset=utf-8; header=present", "_id,nam\r\n1,2001\r\n"},
		"?limit=1&fields=_id,nam&bom=true":      {"text/csv; charset=utf-8; header=present", "\uFEFF_id,nam\r\n1,2001\r\n"},
		"?limit=1&fields=nam&format=tsv":        {"text/tab-separated-values; charset=utf-8; header=present", "nam\r\n2001\r\n"},
		"?limit=0&fields=nam":                   {"text/csv; charset=utf-8; header=present", "nam\r\n"},
		"?limit=1&fields=_id,nam&format=xml":    {"application/xml; charset=utf-8", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<data xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n<row _id=\"1\"><nam>2001</nam></row>\n</data>\n"},
		"?limit=2&fields=_id&format=json&bom=1": {"application/json", "{\n  \"fields\": [{\"id\":\"_id\",\"type\":\"int\"}],\n  \"records\": [\n    [1],\n    [2]\n]}\n"},
	} {
		w := call(h, "GET", at+query, "")
		if w.Code != 200 || w.Header().Get("Content-Type") != want[0] || w.Body.String() != want[1] || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: %d %v %q", query, w.Code, w.Header(), w.Body)
		}
	}
	if w := call(h, "GET", at, ""); strings.Count(w.Body.String(), "\n") != tableRows+1 {
		t.Errorf("all: %d lines", strings.Count(w.Body.String(), "\n"))
	}
	for query, want := range map[string]int{"?format=xls": 400, "?filters=x": 400, "?fields=khong": 400} {
		if w := call(h, "GET", at+query, ""); w.Code != want && w.Code != 422 || w.Header().Get("Content-Disposition") != "" {
			t.Errorf("%s: %d %v", query, w.Code, w.Header())
		}
	}
}

// Portals by @portaljs/ckan ask for these.
func TestListsOrganizationsGroupsTagsAndActivity(t *testing.T) {
	_, h := ckanWorld(t)
	var all []dict
	ckanGet(t, h, "organization_list", &all, "all_fields", "true", "sort", "package_count")
	if len(all) != 3 || all[0]["name"] != "kesach" || all[0]["package_count"] != 7.0 || all[0]["display_name"] == "" {
		t.Errorf("%v", all)
	}
	var one dict
	ckanGet(t, h, "organization_show", &one, "id", "kesach", "include_datasets", "true")
	if len(one["packages"].([]any)) != 7 || one["groups"].([]any)[0].(dict)["name"] != "soctrang" || one["state"] != "active" {
		t.Errorf("%v", one)
	}
	ckanGet(t, h, "group_show", &one, "id", "y-te-suc-khoe")
	if one["package_count"] != 13.0 || one["type"] != "group" || one["display_name"] == nil {
		t.Errorf("%v", one)
	}
	var tags []string
	if ckanGet(t, h, "tag_list", &tags, "query", "lua"); len(tags) != 1 || tags[0] != "lúa" {
		t.Errorf("%v", tags)
	}
	for name, pairs := range map[string][]string{"package_activity_list": {"id", "san-luong-lua"}, "organization_activity_list": {"id", "kesach"},
		"group_activity_list": {"id", "nong-nghiep-thuy-san"}, "recently_changed_packages_activity_list": nil} {
		ckanGet(t, h, name, &all, pairs...)
		if len(all) != 3 || all[0]["activity_type"] != "changed package" || all[2]["activity_type"] != "new package" || all[0]["timestamp"].(string) < all[1]["timestamp"].(string) {
			t.Errorf("%s: %v", name, all)
		}
	}
	ckanGet(t, h, "license_list", &all)
	if len(all) != 5 || all[0]["id"] != "vn-open-data" || all[0]["url"] == "" {
		t.Errorf("%v", all)
	}
	ckanGet(t, h, "current_package_list_with_resources", &all, "limit", "2", "offset", "13")
	if len(all) != 1 {
		t.Errorf("%d", len(all))
	}
	ckanGet(t, h, "package_autocomplete", &all, "q", "san luong")
	if len(all) != 1 || all[0]["match_field"] != "title" {
		t.Errorf("%v", all)
	}
	ckanGet(t, h, "resource_show", &one, "id", record.DistributionID(recordtest.ID, "parquet"))
	if one["format"] != "Parquet" || one["package_id"] != recordtest.ID {
		t.Errorf("%v", one)
	}
	ckanGet(t, h, "resource_search", &one, "query", "format:geojson")
	if one["count"] != 1.0 {
		t.Errorf("%v", one)
	}
	if w := call(h, "GET", "/api/2/util/tag/autocomplete?incomplete=lu", ""); !strings.Contains(w.Body.String(), `{"ResultSet":{"Result":[{"Name":"lúa"}]}}`) {
		t.Errorf("%s", w.Body)
	}
}

// Every action that is not a refusal answers in the envelope, and has a help text.
func TestEveryActionHasHelp(t *testing.T) {
	_, h := ckanWorld(t)
	for name, do := range actions {
		var help string
		if ckanGet(t, h, "help_show", &help, "name", name); help == "" {
			t.Errorf("%s has no help", name)
		}
		if w := ckanGet(t, h, name, nil); do.run == nil && w.Code != 403 || w.Code >= 500 {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}

// The catalogue is listed once for any number of calls, and again when it changed.
func TestTheCatalogueIsKeptUntilItChanges(t *testing.T) {
	x, h := ckanWorld(t)
	for range 5 {
		ckanGet(t, h, "package_list", nil)
	}
	if x.lists.Load() != 1 {
		t.Errorf("listed %d times", x.lists.Load())
	}
	x.records[1].Dataset.Position, x.records[1].Dataset.UpdatedAt, x.records[1].Dataset.Title = 9000, testNow, "Tên mới"
	var p dict
	if ckanGet(t, h, "package_show", &p, "id", "tram-y-te"); p["title"] != "Tên mới" || x.lists.Load() != 2 {
		t.Errorf("%v after %d lists", p["title"], x.lists.Load())
	}
}

// A page of another site may ask by POST with JSON, which browsers ask leave for.
func TestPagesOfOtherSitesMayAsk(t *testing.T) {
	_, h := ckanWorld(t)
	w := call(h, "OPTIONS", "/api/3/action/package_search", "", "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "content-type")
	if got := w.Header(); w.Code != 204 || got.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(got.Get("Access-Control-Allow-Methods"), "POST") || !strings.Contains(got.Get("Access-Control-Allow-Headers"), "Content-Type") ||
		got.Get("Access-Control-Allow-Credentials") != "" || strings.Contains(got.Get("Access-Control-Allow-Headers"), "Authorization") {
		t.Errorf("%d %v", w.Code, got)
	}
	if w := ckanPost(t, h, "package_list", "{}", nil); w.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%v", w.Header())
	}
}
