package api

import (
	"github.com/danielgtaylor/huma/v2"
)

const bearer = "bearer"

// Tags, in Vietnamese: the headings of the document.
const (
	tagAgencies     = "Cơ quan"
	tagPublications = "Nội dung công khai"
	tagDatasets     = "Dữ liệu mở"
	tagSearch       = "Tìm kiếm"
	tagDuties       = "Thời hạn và quy định"
	tagLog          = "Nhật ký"
	tagProofs       = "Chứng thực"
	tagEditing      = "Biên tập và duyệt"
	tagCurating     = "Biên tập dữ liệu mở"
	tagTree         = "Quản trị cơ quan và tên miền"
	tagBoards       = "Ban Biên tập"
	tagAccounts     = "Tài khoản"
)

const intro = `Read what the portals of the network have published, as it stands now or as it stood at any point in the past; and, with a token, do what staff do on the portal.

**Points in time.** ` + "`as_of`" + ` takes an event position, a date (its last moment in Viet Nam) or an RFC 3339 instant. Every answer names the position that it reflects in ` + "`Minhbach-Position`" + `; send it back as ` + "`min_position`" + ` to be sure to see what you have just done.

**Changes.** Staff operations take ` + "`Authorization: Bearer mb_…`" + ` and nothing else: no cookies. ` + "`Idempotency-Key`" + ` (a UUID) makes a repeated request safe. ` + "`If-Match`" + ` carries the revision that you read; where somebody was faster the answer is 409 with both revisions.

**Data.** Every open dataset answers at ` + "`/datasets/{id}/rows`" + ` and ` + "`/datasets/{id}/groups`" + `. Conditions are written like ` + "`dan_so >= 5000 and ten contains \"ke sach\"`" + `; ` + "`/api/docs#hoi-du-lieu`" + ` explains them by example, and ` + "`/datasets/{id}/openapi.json`" + ` describes one dataset with its own columns.

**Problems** follow RFC 9457. Look at ` + "`code`" + `; its page is at ` + "`/api/problems/{code}`" + `. Sentences are Vietnamese unless ` + "`Accept-Language`" + ` prefers English.

**Limits.** Requests are counted per address; ` + "`RateLimit`" + ` says what is left, and ` + "`Retry-After`" + ` when to come back.`

func config(version string) huma.Config {
	c := huma.DefaultConfig("Minh Bạch", version)
	c.CreateHooks = nil // no $schema members, no Link headers to schemas
	c.OpenAPIPath, c.DocsPath, c.SchemasPath = "", "", ""
	c.Formats = map[string]huma.Format{"application/json": strictJSON, "json": strictJSON}
	c.RejectUnknownQueryParameters = true
	c.Info.Description = intro
	c.Info.Contact = &huma.Contact{Name: "Minh Bạch", URL: "/api/docs"}
	c.Info.License = &huma.License{Name: "Free use of the public data, with the source named", URL: "/api/docs#giay-phep"}
	c.Servers = []*huma.Server{{URL: prefix, Description: "The host that served this document"}}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		bearer: {Type: "http", Scheme: "bearer", Description: "A token that an administrator issued for an account. It acts with the roles of that account."},
	}
	c.Tags = []*huma.Tag{
		{Name: tagAgencies, Description: "Agencies as a dated tree, their domain names and editorial boards. For anybody."},
		{Name: tagPublications, Description: "What is public, every version of it, its history and its files. For anybody."},
		{Name: tagDatasets, Description: "The catalogue, and every table in it: rows chosen, sorted and grouped, whole files, versions and what changed between them. For anybody."},
		{Name: tagSearch, Description: "Everything public by words. For anybody."},
		{Name: tagDuties, Description: "Legal deadlines and how they stand; the rules and the calendar behind them. For anybody."},
		{Name: tagLog, Description: "The log that everything is derived from."},
		{Name: tagProofs, Description: "That nothing was rewritten: bundles that anybody can check offline, and the signed tree that they are of. For anybody."},
		{Name: tagEditing, Description: "Draft, submit, check, approve, correct, withdraw. For staff."},
		{Name: tagCurating, Description: "Describe datasets, send data files in pieces, look at how they were read, submit, approve, revise. For staff."},
		{Name: tagTree, Description: "Register, rename, move, merge and end agencies; agree on domain names. For administrators of the province."},
		{Name: tagBoards, Description: "Who may approve for a portal, from when to when and by which decision. For heads of agencies and administrators."},
		{Name: tagAccounts, Description: "Accounts of staff, their roles and tokens. For administrators."},
	}
	return c
}
