package api

import (
	"strconv"
	"time"

	"minhbach/domain/publication"
	"minhbach/projections/view"
)

// Item is a public publication in a list.
type Item struct {
	ID          string      `json:"id" format:"uuid"`
	Agency      string      `json:"agency" doc:"Agency id."`
	Kind        Kind        `json:"kind"`
	Group       Group       `json:"group" doc:"Letter of the information group (Decree 43/2011/NĐ-CP Article 10 clause 1)."`
	Section     Section     `json:"section" doc:"Part of the portal that shows it."`
	Slug        string      `json:"slug" doc:"Last part of its permanent address." example:"07-2019-qd-ubnd"`
	State       PublicState `json:"state" doc:"A withdrawn item keeps its address and tells the reason."`
	Version     int         `json:"version" doc:"Number of the public version." example:"1"`
	Language    string      `json:"language" example:"vi"`
	Title       string      `json:"title"`
	Summary     string      `json:"summary"`
	Languages   []string    `json:"languages" doc:"Of translations."`
	Number      string      `json:"number,omitempty" doc:"Of a document, plan or gazette issue." example:"07/2019/QĐ-UBND"`
	IssuedOn    Date        `json:"issued_on,omitzero"`
	PublishedAt time.Time   `json:"published_at" doc:"Of version 1."`
	UpdatedAt   time.Time   `json:"updated_at" doc:"Of this version or of the withdrawal."`
	Attachments int         `json:"attachments" doc:"How many files."`
	Position    uint64      `json:"position" doc:"Of the event that made it so."`
	URL         string      `json:"url" format:"uri-reference" doc:"This item in the API."`
	Page        string      `json:"page" format:"uri-reference" doc:"Its page, on any host of the network."`
}

func itemOf(it view.Item, tree *view.Tree) Item {
	out := Item{
		ID: it.ID, Agency: it.Agency, Kind: Kind(it.Kind), Section: Section(it.Section), Slug: it.Slug, State: PublicState(it.State),
		Version: it.Version, Language: it.Language, Title: it.Title, Summary: it.Summary, Languages: it.Languages,
		Number: it.Number, IssuedOn: Date{it.IssuedOn}, PublishedAt: it.PublishedAt.UTC(), UpdatedAt: it.UpdatedAt.UTC(),
		Attachments: it.Attachments, Position: it.Position, URL: publicationURL(it.ID), Page: "/" + it.Section + "/" + it.Slug,
	}
	if info, ok := publication.KindOf(it.Kind); ok {
		out.Group = Group(info.Group)
	}
	if out.Languages == nil {
		out.Languages = []string{}
	}
	if a, ok := tree.ByID(it.Agency); ok {
		out.Page = page(a) + out.Page
	}
	return out
}

func publicationURL(id string) string { return prefix + "/publications/" + id }

// Authority is the board power under which something was approved or withdrawn.
type Authority struct {
	Agency    string `json:"agency" doc:"Whose board."`
	Account   string `json:"account" doc:"Account id."`
	Position  string `json:"position" enum:"head,deputy,member,agency_head"`
	Decision  string `json:"decision,omitempty" doc:"Number of the appointing decision."`
	From      Date   `json:"from,omitzero"`
	To        Date   `json:"to,omitzero"`
	Delegator string `json:"delegator,omitempty" doc:"Account whose power was lent."`
}

func authorityOf(a publication.Authority) *Authority {
	if a.Account == "" {
		return nil
	}
	return &Authority{Agency: a.Agency, Account: a.Account, Position: a.Position, Decision: a.Decision, From: Date{a.From}, To: Date{a.To}, Delegator: a.Delegator}
}

// File is an attachment with the address of its bytes.
type File struct {
	Attachment
	URL string `json:"url" format:"uri-reference" doc:"The bytes."`
}

func filesOf(attachments []publication.Attachment, base string, at view.AsOf) []File {
	return each(attachments, func(a publication.Attachment) File {
		return File{Attachment: Attachment(a), URL: then(base+"/attachments/"+a.SHA256, at)}
	})
}

// Later says how an item stands now, when that differs from the point asked for.
type Later struct {
	State   PublicState `json:"state"`
	Version int         `json:"version"`
	Reason  string      `json:"reason,omitempty"`
	At      time.Time   `json:"at"`
}

func laterOf(l *view.Later) *Later {
	if l == nil {
		return nil
	}
	return &Later{State: PublicState(l.State), Version: l.Version, Reason: l.Reason, At: l.At.UTC()}
}

// Version is one public version of an item.
type Version struct {
	Version     int        `json:"version" example:"1"`
	PublishedAt time.Time  `json:"published_at"`
	ReplacedAt  time.Time  `json:"replaced_at,omitzero" doc:"Absent for the newest."`
	Position    uint64     `json:"position"`
	ContentHash string     `json:"content_hash" doc:"SHA-256 of the canonical bytes of the content."`
	Reason      string     `json:"reason,omitempty" doc:"Of the correction; absent for version 1."`
	ApprovedBy  string     `json:"approved_by" doc:"Name of whoever approved it."`
	Authority   *Authority `json:"authority,omitempty" doc:"Under which power."`
	Title       string     `json:"title"`
	URL         string     `json:"url" format:"uri-reference" doc:"This version with its content."`
}

func versionOf(id string, v view.Version, at view.AsOf) Version {
	return Version{
		Version: v.Number, PublishedAt: v.PublishedAt.UTC(), ReplacedAt: utc(v.ReplacedAt), Position: v.Position,
		ContentHash: v.ContentHash, Reason: v.Reason, ApprovedBy: v.ApprovedBy, Authority: authorityOf(v.Authority),
		Title: v.Title, URL: then(versionURL(id, v.Number), at),
	}
}

func versionURL(id string, n int) string {
	return publicationURL(id) + "/versions/" + strconv.Itoa(n)
}

// then keeps a reader of the past in the past.
func then(url string, at view.AsOf) string {
	if at.IsNow() {
		return url
	}
	return url + "?as_of=" + strconv.FormatUint(at.Position, 10)
}

func utc(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC()
}
