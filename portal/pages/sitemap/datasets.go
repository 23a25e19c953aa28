package sitemap

import (
	"minhbach/opendata/sitemap"
	"minhbach/portal/pages/dataset"
	"minhbach/portal/reading"
	"minhbach/portal/site"
	"minhbach/projections/view"
)

// mostDatasets of one agency fit beside the items of the first file.
const mostDatasets = 4_000

// datasets are the pages of this agency's open data.
func datasets(r *site.Request) ([]sitemap.URL, error) {
	var urls []sitemap.URL
	f := view.DatasetFilter{Agencies: reading.Own(r), Order: view.ByID, Limit: 1000}
	for f.Offset < mostDatasets {
		answer, err := r.Site.App.Queries.Datasets.List(r.Context(), f)
		if err != nil {
			return nil, err
		}
		for _, d := range answer.Items {
			u := entry(r, dataset.Path(r, d))
			u.LastMod = d.UpdatedAt
			urls = append(urls, u)
		}
		if len(answer.Items) < f.Limit {
			break
		}
		f.Offset += f.Limit
	}
	return urls, nil
}
