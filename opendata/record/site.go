package record

import (
	"time"

	"minhbach/domain/fold"
	"minhbach/projections/view"
)

// Names of the catalogue of a network of portals.
const (
	titleVi = "Dữ liệu mở – "
	titleEn = "Open data – "
)

// NewSite is the catalogue of a network under base, the scheme and host that a
// request came to. issued and modified may be zero where they are not told.
func NewSite(base string, tree *view.Tree, issued, modified time.Time) Site {
	s := Site{Base: base, Issued: issued, Modified: modified, Title: "Dữ liệu mở", TitleEn: "Open data"}
	if province, ok := tree.Province(); ok {
		s.Publisher = NewPublisher(base, province)
		s.Title, s.TitleEn = titleVi+province.Name("vi"), titleEn+province.Name("en")
		s.Description = "Danh mục dữ liệu mở của các cơ quan thuộc " + province.Name("vi") + "."
	}
	s.Page = func(d view.DatasetItem) string {
		owner, _ := tree.Current(d.Agency)
		return base + home(owner) + "/du-lieu/" + d.Slug
	}
	return s
}

// NewPublisher names an agency as catalogues do.
func NewPublisher(base string, a view.Agency) Publisher {
	return Publisher{
		ID: a.ID, Code: a.Code, Slug: PublisherSlug(a), Name: a.Name("vi"), NameEn: a.NameEn,
		Homepage: base + home(a) + "/", Email: a.Contact.Email, Phone: a.Contact.Phone, Type: a.UnitType,
	}
}

// PublisherSlug is an agency's name for CKAN clients, which know no dots.
func PublisherSlug(a view.Agency) string {
	if s := fold.Slug(a.Slug); s != "" {
		return s
	}
	return a.ID
}

func home(a view.Agency) string {
	if a.Parent == "" || a.Slug == "" {
		return ""
	}
	return "/cq/" + a.Slug
}
