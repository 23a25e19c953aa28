// Package recordtest holds the datasets by which every convention is tried: a full
// one with three versions, one with as little as the law lets through, and one
// whose text tries to break out of whatever it is written in.
//
// It is for tests only and no part of the program.
package recordtest

import (
	"strconv"
	"strings"
	"time"

	"minhbach/domain/calendar"
	"minhbach/domain/dataset"
	"minhbach/domain/publication"
	"minhbach/opendata/record"
	"minhbach/projections/view"
)

// ID of the full dataset.
const ID = "0199a1b0-0000-7000-8000-000000000001"

var start = time.Date(2025, 3, 3, 1, 30, 0, 0, time.UTC)

// Site is a catalogue of a province that knows where its units lie and has made
// the CSV of the full dataset.
func Site() record.Site {
	return record.Site{
		Base: "https://dulieu.example", Title: "Dữ liệu mở tỉnh Sóc Trăng", TitleEn: "Soc Trang open data",
		Description: "Dữ liệu mở của các cơ quan trong tỉnh.", Publisher: Province(), Issued: start, Modified: start.AddDate(0, 8, 0),
		Page: func(d view.DatasetItem) string { return "https://sonn.dulieu.example/du-lieu/" + d.Slug },
		Place: func(code string) (record.Place, bool) {
			return record.Place{West: 105.5, South: 9.25, East: 106.25, North: 9.95}, code == "94"
		},
		Made: func(id string, version int, format string) (int64, string, bool) {
			return 4096, strings.Repeat("c3", 32), id == ID && version == 3 && format == "csv"
		},
	}
}

// Province publishes the catalogue.
func Province() record.Publisher {
	return record.Publisher{ID: "0199a1b0-0000-7000-8000-0000000000a0", Code: "94", Slug: "soc-trang", Name: "Tỉnh Sóc Trăng", NameEn: "Soc Trang Province",
		Homepage: "https://dulieu.example/", Email: "vanphong@dulieu.example", Phone: "+84 299 382 0000", Type: "Tỉnh", Datasets: 3}
}

// Department publishes the full dataset.
func Department() record.Publisher {
	return record.Publisher{ID: "0199a1b0-0000-7000-8000-0000000000a1", Code: "94.NN", Slug: "so-nong-nghiep", Name: "Sở Nông nghiệp và Môi trường",
		NameEn: "Department of Agriculture and Environment", Homepage: "https://sonn.dulieu.example/", Email: "sonn@dulieu.example", Type: "Sở", Datasets: 2}
}

// All lists the datasets.
func All() []record.Record { return []record.Record{Full(), Minimal(), Awkward()} }

// Columns has one of every type.
func Columns() []dataset.Column {
	return []dataset.Column{
		{Name: "ma_huyen", Title: "Mã huyện", TitleEn: "District code", Type: dataset.Text, Key: true},
		{Name: "nam", Title: "Năm", TitleEn: "Year", Type: dataset.Integer, Key: true},
		{Name: "san_luong", Title: "Sản lượng", TitleEn: "Production", Type: dataset.Decimal, Unit: "tấn",
			Description: "Sản lượng lúa cả năm.", DescriptionEn: "Rice produced in the year."},
		{Name: "uoc_tinh", Title: "Là số ước tính", Type: dataset.Boolean},
		{Name: "ngay_thu_thap", Title: "Ngày thu thập", Type: dataset.Date},
		{Name: "cap_nhat", Title: "Cập nhật lúc", Type: dataset.DateTime},
		{Name: "ranh_gioi", Title: "Ranh giới", Type: dataset.Geometry},
	}
}

// Full has three versions: new data, a correction, and a better description.
func Full() record.Record {
	content := dataset.Content{
		Description: dataset.Description{
			Title: "Sản lượng lúa theo huyện", TitleEn: "Rice production by district",
			Summary: "Diện tích và sản lượng lúa cả năm của các huyện.", SummaryEn: "Area and production of rice in the districts, by year.",
			Description: "Số liệu chính thức, thu thập từ **các xã**.", DescriptionEn: "Official figures, collected from the communes.",
			Topics: []string{"nong-nghiep-thuy-san", "kinh-te-tai-chinh"}, Keywords: []string{"lúa", "nông nghiệp"},
			Spatial: "Tỉnh Sóc Trăng", SpatialCode: "94", PeriodFrom: calendar.MustParse("2015-01-01"), PeriodTo: calendar.MustParse("2024-12-31"),
			Licence: "cc-by-4.0", Frequency: "annual", NextDue: calendar.MustParse("2026-03-01"), Creator: "Chi cục Trồng trọt",
			Contact: dataset.Contact{Unit: "Phòng Kế hoạch", Email: "kehoach@sonn.dulieu.example", Phone: "+84 299 382 1111"},
			Source:  "Báo cáo của các xã", SourceURL: "https://thongke.example/lua", Method: "Điều tra toàn bộ.",
		},
		Release: &dataset.Release{
			ID:      "0199a1b0-0000-7000-8000-0000000000b2",
			File:    publication.Attachment{SHA256: strings.Repeat("ab", 32), Name: "lua.xlsx", MediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Size: 20480},
			Reading: dataset.Reading{Format: "xlsx", Sheet: "Lúa", HeaderRow: 3}, Columns: Columns(), Rows: 110, Change: dataset.Correction,
		},
	}
	r := record.Record{Publisher: Department(), Dataset: view.Dataset{DatasetItem: item(ID, "san-luong-lua", content, 3), Content: content,
		ContentHash: strings.Repeat("0d", 32), DataVersion: 2, Reason: "Bổ sung mô tả tiếng Anh", ReviewedOn: calendar.MustParse("2025-09-01")}}
	for n := 1; n <= 3; n++ {
		v := view.DatasetVersion{Number: n, PublishedAt: start.AddDate(0, n-1, 0), Content: content}
		switch n {
		case 1:
			first := *content.Release
			first.ID, first.Rows, first.Change, first.File.SHA256 = "0199a1b0-0000-7000-8000-0000000000b1", 99, dataset.NewData, strings.Repeat("01", 32)
			v.Content.Release, v.Change = &first, dataset.NewData
		case 2:
			v.Change, v.Reason = dataset.Correction, "Sửa số liệu huyện Kế Sách năm 2020"
		case 3:
			v.Reason = r.Dataset.Reason
		}
		r.Versions = append(r.Versions, v)
	}
	return r
}

// Minimal has what nobody may leave out and nothing else.
func Minimal() record.Record {
	content := dataset.Content{
		Description: dataset.Description{Title: "Danh sách trạm y tế", Summary: "Các trạm y tế xã.", Licence: "vn-open-data", Topics: []string{"y-te-suc-khoe"}, Frequency: "irregular"},
		Release: &dataset.Release{ID: "0199a1b0-0000-7000-8000-0000000000b3", File: publication.Attachment{SHA256: strings.Repeat("2f", 32), Name: "tram.csv", MediaType: "text/csv", Size: 120},
			Reading: dataset.Reading{Format: "csv", Encoding: "utf-8", Delimiter: ";", HeaderRow: 1},
			Columns: []dataset.Column{{Name: "ten", Title: "Tên", Type: dataset.Text}}, Rows: 4, Change: dataset.NewData},
	}
	return record.Record{Publisher: Province(), Dataset: view.Dataset{DatasetItem: item("0199a1b0-0000-7000-8000-000000000002", "tram-y-te", content, 1),
		Content: content, DataVersion: 1, Change: dataset.NewData}}
}

// Awkward means no good in every field that a person fills.
func Awkward() record.Record {
	bad := "</script><!-- ]]> \"'\\ & {{x}} \x00\x0b\r\n" + `@vi . <http://x>` + "\u2028\U0001F33E"
	content := dataset.Content{
		Description: dataset.Description{
			Title: "Tiêu đề " + bad, TitleEn: "Title " + bad, Summary: bad, SummaryEn: bad, Description: bad, DescriptionEn: bad,
			Topics: []string{"giao-duc-dao-tao", "khong-co"}, Keywords: []string{bad, "a,b", " "}, Spatial: bad, SpatialCode: "9\"4",
			PeriodTo: calendar.MustParse("2024-12-31"), Licence: "khong-co", Frequency: "khong-co", Creator: bad,
			Contact: dataset.Contact{Unit: bad, Email: "a b<c>@x.example\"", Phone: "0299 \"1\""}, Source: bad, SourceURL: "javascript:alert(1)", Method: bad,
		},
		Release: &dataset.Release{ID: "0199a1b0-0000-7000-8000-0000000000b4", File: publication.Attachment{SHA256: "kein hash", Name: bad, MediaType: "text/\"html", Size: -1},
			Reading: dataset.Reading{Format: "\"x"}, Columns: []dataset.Column{{Name: "a", Title: bad, TitleEn: bad, Type: "?", Unit: bad, Description: bad}}},
	}
	p := Province()
	p.ID, p.Code, p.Name, p.NameEn, p.Homepage, p.Email, p.Type = "../"+bad, bad, bad, bad, "javascript:x", bad, bad
	return record.Record{Publisher: p, Dataset: view.Dataset{DatasetItem: item("x/../\"<y>", "la\" <slug>", content, 1), Content: content, Reason: bad}}
}

func item(id, slug string, c dataset.Content, version int) view.DatasetItem {
	d := c.Description
	return view.DatasetItem{ID: id, Agency: "", Slug: slug, State: view.Published, Version: version, Title: d.Title, TitleEn: d.TitleEn, Summary: d.Summary,
		SummaryEn: d.SummaryEn, Topics: d.Topics, Keywords: d.Keywords, Format: c.Release.Reading.Format, Licence: d.Licence, Frequency: d.Frequency,
		PeriodFrom: d.PeriodFrom, PeriodTo: d.PeriodTo, Rows: c.Release.Rows, Columns: len(c.Release.Columns), Bytes: c.Release.File.Size,
		PublishedAt: start, UpdatedAt: start.AddDate(0, version-1, 0), Position: uint64(version)}
}

// Many is n small datasets, for paging and for measuring.
func Many(n int) []record.Record {
	all := make([]record.Record, n)
	for i := range all {
		all[i] = Minimal()
		all[i].Dataset.ID = "0199a1b0-0000-7000-9000-" + strconv.FormatInt(int64(0x100000000000+i), 16)
		all[i].Dataset.Slug += "-" + strconv.Itoa(i)
	}
	return all
}
