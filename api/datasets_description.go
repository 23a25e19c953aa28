package api

import "minhbach/domain/dataset"

// Description is what people say of a dataset, Vietnamese first. A draft may be
// incomplete; what is missing is told when it is submitted.
type Description struct {
	Title         string      `json:"title" required:"false" maxLength:"300" example:"Dân số theo xã, phường năm 2025"`
	TitleEn       string      `json:"title_en,omitempty" maxLength:"300"`
	Summary       string      `json:"summary" required:"false" maxLength:"2000" doc:"One plain sentence or two."`
	SummaryEn     string      `json:"summary_en,omitempty" maxLength:"2000"`
	Description   string      `json:"description,omitempty" maxLength:"100000" doc:"Markdown."`
	DescriptionEn string      `json:"description_en,omitempty" maxLength:"100000"`
	Topics        []Topic     `json:"topics,omitempty" maxItems:"12"`
	Keywords      []string    `json:"keywords,omitempty" maxItems:"50"`
	Spatial       string      `json:"spatial,omitempty" maxLength:"300" doc:"Place that it covers, in words." example:"Huyện Kế Sách"`
	SpatialCode   string      `json:"spatial_code,omitempty" maxLength:"300" doc:"Official code of that unit." example:"943"`
	PeriodFrom    Date        `json:"period_from,omitzero" doc:"First day that the data speaks of."`
	PeriodTo      Date        `json:"period_to,omitzero"`
	Licence       string      `json:"licence,omitempty" maxLength:"100" doc:"Id of a licence; see the filter of the catalogue." example:"vn-open-data"`
	Frequency     string      `json:"frequency,omitempty" maxLength:"30" doc:"Of updates: daily, weekly, monthly, quarterly, biannual, annual, irregular or never." example:"annual"`
	NextDue       Date        `json:"next_due,omitzero" doc:"Next release announced."`
	Creator       string      `json:"creator,omitempty" maxLength:"300" doc:"Unit that makes the data, as shown."`
	Contact       DataContact `json:"contact,omitzero"`
	Source        string      `json:"source,omitempty" maxLength:"2000" doc:"Where the data comes from: a register, a survey, another publisher."`
	SourceURL     string      `json:"source_url,omitempty" maxLength:"2000"`
	Method        string      `json:"method,omitempty" maxLength:"20000" doc:"How it was collected, in words."`
}

// DataContact is a unit, never a private person.
type DataContact struct {
	Unit  string `json:"unit,omitempty" maxLength:"300"`
	Email string `json:"email,omitempty" maxLength:"300"`
	Phone string `json:"phone,omitempty" maxLength:"300"`
}

func descriptionOf(d dataset.Description) Description {
	return Description{
		Title: d.Title, TitleEn: d.TitleEn, Summary: d.Summary, SummaryEn: d.SummaryEn, Description: d.Description, DescriptionEn: d.DescriptionEn,
		Topics: strs[string, Topic](d.Topics), Keywords: d.Keywords, Spatial: d.Spatial, SpatialCode: d.SpatialCode,
		PeriodFrom: Date{d.PeriodFrom}, PeriodTo: Date{d.PeriodTo}, Licence: d.Licence, Frequency: string(d.Frequency), NextDue: Date{d.NextDue},
		Creator: d.Creator, Contact: DataContact(d.Contact), Source: d.Source, SourceURL: d.SourceURL, Method: d.Method,
	}
}

func (d Description) domain() dataset.Description {
	return dataset.Description{
		Title: d.Title, TitleEn: d.TitleEn, Summary: d.Summary, SummaryEn: d.SummaryEn, Description: d.Description, DescriptionEn: d.DescriptionEn,
		Topics: strs[Topic, string](d.Topics), Keywords: d.Keywords, Spatial: d.Spatial, SpatialCode: d.SpatialCode,
		PeriodFrom: d.PeriodFrom.Date, PeriodTo: d.PeriodTo.Date, Licence: d.Licence, Frequency: dataset.Frequency(d.Frequency), NextDue: d.NextDue.Date,
		Creator: d.Creator, Contact: dataset.Contact(d.Contact), Source: d.Source, SourceURL: d.SourceURL, Method: d.Method,
	}
}
