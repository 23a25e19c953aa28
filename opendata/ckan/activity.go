package ckan

import (
	"slices"
	"strings"

	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// Activity is one public version of a dataset, as CKAN's streams tell it. The user
// is the agency: no person is named.
type Activity struct {
	ID        string       `json:"id"`
	Timestamp string       `json:"timestamp"`
	User      string       `json:"user_id"`
	Object    string       `json:"object_id"`
	Type      string       `json:"activity_type"`
	Data      ActivityData `json:"data"`
}

// ActivityData tells what was changed.
type ActivityData struct {
	Package ActivityPackage `json:"package"`
	Actor   string          `json:"actor"`
}

// ActivityPackage is the dataset at that version.
type ActivityPackage struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Title   string `json:"title"`
	Version int    `json:"version"`
	Reason  string `json:"reason,omitempty"`
	Hash    string `json:"content_hash"`
}

// Activities of a dataset, newest first.
func Activities(owner record.Publisher, d view.DatasetItem, versions []view.DatasetVersion) []Activity {
	var all []Activity
	for _, v := range versions {
		a := Activity{
			ID: record.DistributionID(d.ID, "version/"+v.ContentHash+"/"+Stamp(v.PublishedAt)), Timestamp: Stamp(v.PublishedAt), User: owner.ID, Object: d.ID,
			Type: "changed package", Data: ActivityData{Actor: owner.Name, Package: ActivityPackage{d.ID, d.Slug, v.Content.Description.Title, v.Number, v.Reason, v.ContentHash}},
		}
		if v.Number == 1 {
			a.Type = "new package"
		}
		all = append(all, a)
	}
	Newest(all)
	return all
}

// Newest brings activities into their order.
func Newest(all []Activity) {
	slices.SortStableFunc(all, func(a, b Activity) int { return strings.Compare(b.Timestamp, a.Timestamp) })
}
