package api

import (
	"time"

	"minhbach/domain/dataset"
	"minhbach/opendata/ingest"
	"minhbach/projections/view"
)

// DatasetItem is a public dataset in a list.
type DatasetItem struct {
	ID          string      `json:"id" format:"uuid"`
	Slug        string      `json:"slug" doc:"Name for programs, unique in the whole network; as good as the id in every address." example:"dan-so-theo-xa"`
	Agency      string      `json:"agency" doc:"Agency id."`
	AgencyName  string      `json:"agency_name"`
	State       PublicState `json:"state"`
	Version     int         `json:"version" doc:"Number of the public version." example:"3"`
	Title       string      `json:"title"`
	TitleEn     string      `json:"title_en,omitempty"`
	Summary     string      `json:"summary"`
	SummaryEn   string      `json:"summary_en,omitempty"`
	Topics      []Named     `json:"topics"`
	Keywords    []string    `json:"keywords"`
	Format      string      `json:"format" doc:"Of the publisher's own file." example:"csv"`
	Licence     *Named      `json:"licence,omitempty"`
	Frequency   *Named      `json:"frequency,omitempty" doc:"Of updates, as promised."`
	PeriodFrom  Date        `json:"period_from,omitzero" doc:"First day that the data speaks of."`
	PeriodTo    Date        `json:"period_to,omitzero"`
	Rows        int64       `json:"rows"`
	Columns     int         `json:"columns"`
	Bytes       int64       `json:"bytes" doc:"Of the publisher's own file."`
	Quality     int         `json:"quality" doc:"Points out of 405 by the EU's metadata quality methodology; see /datasets/{id}/quality."`
	Band        string      `json:"band" doc:"excellent, good, sufficient or poor." example:"good"`
	PublishedAt time.Time   `json:"published_at" doc:"Of version 1."`
	UpdatedAt   time.Time   `json:"updated_at" doc:"Of this version or of the withdrawal."`
	Position    uint64      `json:"position" doc:"Of the event that made it so."`
	URL         string      `json:"url" format:"uri-reference" doc:"This dataset in the API."`
	Page        string      `json:"page" format:"uri-reference" doc:"Its page, on any host of the network."`
}

func datasetURL(id string) string { return prefix + "/datasets/" + id }

func datasetItemOf(d view.DatasetItem, tree *view.Tree) DatasetItem {
	out := DatasetItem{
		ID: d.ID, Slug: d.Slug, Agency: d.Agency, State: PublicState(d.State), Version: d.Version, Title: d.Title, TitleEn: d.TitleEn,
		Summary: d.Summary, SummaryEn: d.SummaryEn, Topics: each(d.Topics, topicOf), Keywords: each(d.Keywords, func(k string) string { return k }),
		Format: d.Format, Licence: licenceOf(d.Licence), Frequency: frequencyOf(d.Frequency), PeriodFrom: Date{d.PeriodFrom}, PeriodTo: Date{d.PeriodTo},
		Rows: d.Rows, Columns: d.Columns, Bytes: d.Bytes, Quality: d.Quality, Band: d.Band, PublishedAt: d.PublishedAt.UTC(),
		UpdatedAt: d.UpdatedAt.UTC(), Position: d.Position, URL: datasetURL(d.ID), Page: "/du-lieu/" + d.Slug,
	}
	if a, ok := tree.ByID(d.Agency); ok {
		out.AgencyName, out.Page = a.Name("vi"), page(a)+out.Page
	}
	return out
}

// DataColumn is one entry of the columns dictionary.
type DataColumn struct {
	Name          string   `json:"name" pattern:"^[a-z][a-z0-9_]{0,62}$" doc:"For programs: in select, where and order." example:"dan_so"`
	Title         string   `json:"title" maxLength:"300" example:"Dân số"`
	TitleEn       string   `json:"title_en,omitempty" maxLength:"300"`
	Type          DataType `json:"type"`
	Unit          string   `json:"unit,omitempty" maxLength:"100" example:"người"`
	Description   string   `json:"description,omitempty" maxLength:"2000"`
	DescriptionEn string   `json:"description_en,omitempty" maxLength:"2000"`
	Key           bool     `json:"key,omitempty" doc:"The key columns together name a row from version to version."`
}

func columnOf(c dataset.Column) DataColumn {
	return DataColumn{
		Name: c.Name, Title: c.Title, TitleEn: c.TitleEn, Type: DataType(c.Type), Unit: c.Unit,
		Description: c.Description, DescriptionEn: c.DescriptionEn, Key: c.Key,
	}
}

func (c DataColumn) domain() dataset.Column {
	return dataset.Column{
		Name: c.Name, Title: c.Title, TitleEn: c.TitleEn, Type: dataset.Type(c.Type), Unit: c.Unit,
		Description: c.Description, DescriptionEn: c.DescriptionEn, Key: c.Key,
	}
}

// Release is one upload of data. Its file is kept byte for byte for ever.
type Release struct {
	ID       string     `json:"id" format:"uuid"`
	File     Attachment `json:"file" doc:"As the publisher sent it; see /original."`
	Reading  Reading    `json:"reading" doc:"How its bytes become rows."`
	Rows     int64      `json:"rows"`
	Rejected int64      `json:"rejected" doc:"Rows that could not be read: they are in the file and not in the table; see /report."`
	Notes    []DataNote `json:"notes" doc:"What was converted or left out on reading."`
	Change   DataChange `json:"change"`
	Reason   string     `json:"reason,omitempty"`
}

// Reading says how a file was read.
type Reading struct {
	Format    string   `json:"format" example:"csv"`
	Encoding  string   `json:"encoding,omitempty" example:"utf-8"`
	Delimiter string   `json:"delimiter,omitempty" example:";"`
	Sheet     string   `json:"sheet,omitempty"`
	Path      string   `json:"path,omitempty" doc:"JSON Pointer of the list of records."`
	HeaderRow int      `json:"header_row,omitempty" doc:"From 1; absent: there is none."`
	Empty     []string `json:"empty,omitempty" doc:"Marks that mean “no value”."`
}

// DataNote is a remark on the reading of a file.
type DataNote struct {
	Code string `json:"code"`
	Vi   string `json:"vi"`
	En   string `json:"en"`
}

func noteOf(n dataset.Note) DataNote {
	return DataNote{Code: n.Code, Vi: ingest.Sentence(n, "vi"), En: ingest.Sentence(n, "en")}
}

func readingOf(r dataset.Reading) Reading {
	return Reading{Format: r.Format, Encoding: r.Encoding, Delimiter: r.Delimiter, Sheet: r.Sheet, Path: r.Path, HeaderRow: r.HeaderRow, Empty: r.Empty}
}

func releaseOf(r *dataset.Release) *Release {
	if r == nil {
		return nil
	}
	return &Release{
		ID: r.ID, File: Attachment(r.File), Reading: readingOf(r.Reading), Rows: r.Rows, Rejected: r.Rejected,
		Notes: each(r.Notes, noteOf), Change: DataChange(r.Change), Reason: r.Reason,
	}
}
