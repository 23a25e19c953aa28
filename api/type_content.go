package api

import (
	"minhbach/domain/publication"
)

// Content is everything of a publication that a reader can see. A draft may be
// incomplete; what is missing is told when it is submitted.
type Content struct {
	Language     string                 `json:"language,omitempty" maxLength:"35" doc:"Of the original. Fixed when the item is drafted; vi if absent then." example:"vi"`
	Title        string                 `json:"title" required:"false" maxLength:"300" example:"Quyết định ban hành Quy chế quản lý Cổng thông tin điện tử"`
	Summary      string                 `json:"summary" required:"false" maxLength:"2000"`
	Body         string                 `json:"body" required:"false" maxLength:"500000" doc:"Markdown (CommonMark with tables). HTML in it is shown as text."`
	Details      Details                `json:"details" required:"false"`
	Metadata     Metadata               `json:"metadata" required:"false"`
	Attachments  []Attachment           `json:"attachments,omitempty" maxItems:"50" doc:"In order. The bytes are uploaded before."`
	Translations map[string]Translation `json:"translations,omitempty" maxProperties:"10" doc:"By language code."`
}

// Details is what is particular to a kind; only the part that fits the kind is taken.
type Details struct {
	Document     *Document     `json:"document,omitempty" doc:"Legal and administrative documents, guidance on one."`
	Plan         *Plan         `json:"plan,omitempty"`
	Gazette      *Gazette      `json:"gazette,omitempty"`
	Project      *Project      `json:"project,omitempty" doc:"Projects and tenders."`
	Consultation *Consultation `json:"consultation,omitempty"`
	Contact      *Official     `json:"contact,omitempty"`
}

// Document is a legal or administrative document.
type Document struct {
	Number      string   `json:"number" required:"false" maxLength:"300" doc:"Number and symbol; unique in its agency." example:"07/2019/QĐ-UBND"`
	Form        string   `json:"form" required:"false" maxLength:"300" example:"Quyết định"`
	Issuer      string   `json:"issuer" required:"false" maxLength:"300" doc:"As printed."`
	IssuedOn    Date     `json:"issued_on,omitzero" doc:"Opens the legal deadline for publication."`
	EffectiveOn Date     `json:"effective_on,omitzero"`
	ExpiredOn   Date     `json:"expired_on,omitzero"`
	Signer      string   `json:"signer" required:"false" maxLength:"300"`
	SignerTitle string   `json:"signer_title,omitempty" maxLength:"300"`
	Abstract    string   `json:"abstract" required:"false" maxLength:"2000"`
	Field       string   `json:"field,omitempty" maxLength:"300"`
	Replaces    []string `json:"replaces,omitempty" maxItems:"500" doc:"Numbers of documents that it replaces."`
}

// Plan is a strategy, master plan or plan.
type Plan struct {
	Decision   string `json:"decision" required:"false" maxLength:"300" doc:"Number of the approving decision."`
	ApprovedOn Date   `json:"approved_on,omitzero" doc:"Opens the legal deadline for publication."`
	Scope      string `json:"scope,omitempty" maxLength:"2000"`
	PeriodFrom int    `json:"period_from,omitempty" doc:"Year."`
	PeriodTo   int    `json:"period_to,omitempty" doc:"Year."`
}

// Gazette is an issue of the official gazette.
type Gazette struct {
	Issue     string   `json:"issue" required:"false" maxLength:"300"`
	Date      Date     `json:"date,omitzero"`
	Documents []string `json:"documents,omitempty" maxItems:"500" doc:"Numbers contained."`
}

// Project is a project, investment item, tender or procurement.
type Project struct {
	Objective     string `json:"objective" required:"false" maxLength:"2000"`
	Field         string `json:"field,omitempty" maxLength:"300"`
	Type          string `json:"type,omitempty" maxLength:"300" example:"tender"`
	Decision      string `json:"decision,omitempty" maxLength:"300"`
	ApprovedOn    Date   `json:"approved_on,omitzero" doc:"Opens the legal deadline for publication."`
	Duration      string `json:"duration,omitempty" maxLength:"300"`
	CostVND       int64  `json:"cost_vnd,omitempty" doc:"Whole đồng."`
	FundingSource string `json:"funding_source,omitempty" maxLength:"300"`
	Sponsor       string `json:"sponsor,omitempty" maxLength:"300"`
	Status        string `json:"status" required:"false" maxLength:"300" doc:"preparing, running or completed." example:"running"`
}

// Consultation on a draft.
type Consultation struct {
	ClosesOn Date   `json:"closes_on,omitzero" doc:"Last day for comments."`
	Address  string `json:"address" required:"false" maxLength:"2000"`
	Email    string `json:"email" required:"false" maxLength:"300"`
}

// Official is somebody in office, never a citizen.
type Official struct {
	FullName string `json:"full_name" required:"false" maxLength:"300"`
	Position string `json:"position" required:"false" maxLength:"300"`
	Unit     string `json:"unit,omitempty" maxLength:"300"`
	Phone    string `json:"phone,omitempty" maxLength:"300"`
	Email    string `json:"email" required:"false" maxLength:"300"`
}

// Metadata is what Dublin Core asks for beyond what text and approval supply.
type Metadata struct {
	Creator     string   `json:"creator" required:"false" maxLength:"300" doc:"Author or authoring unit, as shown to readers."`
	Contributor string   `json:"contributor,omitempty" maxLength:"300"`
	Source      string   `json:"source,omitempty" maxLength:"2000"`
	Subjects    []string `json:"subjects,omitempty" maxItems:"50"`
	Coverage    string   `json:"coverage,omitempty" maxLength:"2000"`
	Relation    string   `json:"relation,omitempty" maxLength:"2000"`
	Rights      string   `json:"rights,omitempty" maxLength:"2000"`
}

// Attachment is a file by its content.
type Attachment struct {
	SHA256    string `json:"sha256" pattern:"^[0-9a-f]{64}$" doc:"Of the bytes." example:"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"`
	Name      string `json:"name" maxLength:"255" doc:"Offered when saving." example:"07-2019-qd-ubnd.pdf"`
	Title     string `json:"title" required:"false" maxLength:"300" doc:"Shown to readers."`
	MediaType string `json:"media_type" maxLength:"127" example:"application/pdf"`
	Size      int64  `json:"size" minimum:"0" doc:"Bytes."`
}

// Translation of the text.
type Translation struct {
	Title   string `json:"title" required:"false" maxLength:"300"`
	Summary string `json:"summary" required:"false" maxLength:"2000"`
	Body    string `json:"body" required:"false" maxLength:"500000"`
	Of      string `json:"of" required:"false" maxLength:"64" doc:"Hash of the original text that it was made from: another one means stale. Empty when sending: the original sent with it."`
}

func contentOf(c publication.Content) Content {
	out := Content{
		Language: c.Language, Title: c.Title, Summary: c.Summary, Body: c.Body, Metadata: Metadata(c.Metadata),
		Details: detailsOf(c.Details),
	}
	for _, a := range c.Attachments {
		out.Attachments = append(out.Attachments, Attachment(a))
	}
	for language, t := range c.Translations {
		if out.Translations == nil {
			out.Translations = map[string]Translation{}
		}
		out.Translations[language] = Translation(t)
	}
	return out
}

func (c Content) domain() publication.Content {
	out := publication.Content{
		Language: c.Language, Title: c.Title, Summary: c.Summary, Body: c.Body, Metadata: publication.Metadata(c.Metadata),
		Details: c.Details.domain(),
	}
	for _, a := range c.Attachments {
		out.Attachments = append(out.Attachments, publication.Attachment(a))
	}
	for language, t := range c.Translations {
		if out.Translations == nil {
			out.Translations = map[string]publication.Translation{}
		}
		out.Translations[language] = publication.Translation(t)
	}
	return out
}
