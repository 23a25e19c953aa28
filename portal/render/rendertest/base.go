package rendertest

import (
	"time"

	"minhbach/opendata/dublincore"
	"minhbach/portal/i18n"
	"minhbach/portal/qr"
	"minhbach/portal/render"
)

// At is the instant at which sample pages live: Thursday 05/03/2026 09:30 in
// Viet Nam.
var At = time.Date(2026, 3, 5, 2, 30, 0, 0, time.UTC)

// Base is a realistic Base for tests, with everything switched on that a public
// page can have.
func Base(lang i18n.Lang, title string) render.Base {
	root, other := "", "/en/mau"
	nav := []string{"Tin tức", "Văn bản", "Dữ liệu", "Thống kê", "Khoa học", "Dịch vụ công", "Hỏi đáp", "Góp ý"}
	home, parent, name := "Trang chủ", "Ủy ban nhân dân tỉnh Sóc Trăng", "Ủy ban nhân dân huyện Kế Sách"
	if lang == i18n.EN {
		root, other = "/en", "/mau"
		nav = []string{"News", "Documents", "Data", "Statistics", "Science", "Public services", "Questions", "Feedback"}
		home, parent, name = "Home", "People's Committee of Sóc Trăng province", "People's Committee of Kế Sách district"
	}
	b := render.Base{
		Lang: lang, Title: title, Root: root, Path: root + "/mau",
		Description: "Trang mẫu của bộ giao diện.",
		Canonical:   "https://kesach.example" + root + "/mau", Alternate: other,
		Portal: render.Portal{Name: name, Parent: parent, Person: "Nguyễn Văn Mẫu – Trưởng ban Biên tập",
			Address: "Ấp An Ninh 1, thị trấn Kế Sách, huyện Kế Sách", Phone: "(0299) 3 000 000", Email: "kesach@example.vn", SignIn: "/quan-tri/dang-nhap",
			Links: []render.Link{{Label: "Khả năng tiếp cận", URL: root + "/kha-nang-tiep-can"}, {Label: "Sơ đồ trang", URL: root + "/so-do-trang"}}},
		Breadcrumbs: []render.Link{{Label: home, URL: root + "/"}, {Label: title}},
		Feeds:       []render.Feed{{Title: "Atom", URL: "/feeds/tin-tuc.atom", Type: "application/atom+xml"}},
		DublinCore: dublincore.Record{Title: dublincore.Text(title), Creator: dublincore.Text("Ban Biên tập"), Publisher: dublincore.Text(name),
			Date: dublincore.Day("issued", At), Description: dublincore.Text("Trang mẫu."), Identifier: dublincore.URI("", "https://kesach.example/mau")}.Metas(),
	}
	paths := []string{"tin-tuc", "van-ban", "du-lieu", "thong-ke", "khoa-hoc", "dich-vu-cong", "hoi-dap", "gop-y"}
	for i, label := range nav {
		b.Nav = append(b.Nav, render.Link{Label: label, URL: root + "/" + paths[i], Current: i == 1})
	}
	code, err := qr.New(b.Canonical)
	if err != nil {
		panic(err) // a constant address
	}
	b.Print = &render.Print{Agency: name, Version: "3", Published: At, Address: b.Canonical, QR: code,
		Hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}
	return b
}
