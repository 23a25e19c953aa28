package testkit_test

import (
	"net/http"
	"testing"
	"time"

	"minhbach/domain"
	"minhbach/domain/board"
	"minhbach/internal/testkit"
)

const units = "level,code,name_vi,name_en,unit_type,parent_code\nprovince,94,Tỉnh Sóc Trăng,Soc Trang Province,Tỉnh,\ndistrict,943,Huyện Kế Sách,Ke Sach District,Huyện,94\n"

func TestPeopleSignInThroughThePage(t *testing.T) {
	n := testkit.New(t, time.Date(2026, 10, 14, 2, 0, 0, 0, time.UTC))
	if _, err := n.Import(units, "2019-05-02"); err != nil {
		t.Fatal(err)
	}
	lan, hung := n.Account("lan", domain.Contributor, "943"), n.Account("hung", domain.BoardHead, "943")
	hung.Seat(board.Head, "943")
	for _, p := range []*testkit.Person{lan, hung} {
		if page := p.Get("/quan-tri"); page.Status != http.StatusOK || page.URL.Path != "/quan-tri" {
			t.Errorf("%s is at %s with %d", p.Login, page.URL, page.Status)
		}
		var me struct{ Account string }
		p.API().Get("/api/v1/me").Want(http.StatusOK).Into(&me)
		if me.Account != p.ID {
			t.Errorf("the token of %s speaks for %q", p.Login, me.Account)
		}
	}
	n.Clock.Advance(16 * time.Minute) // sessions end by standing idle
	if page := hung.Get("/quan-tri"); page.URL.Path != "/quan-tri" {
		t.Errorf("hung did not sign in again: %s", page.URL)
	}
	n.Restart()
	if page := testkit.NewBrowser(n).Get("/quan-tri"); page.URL.Path != "/dang-nhap" {
		t.Errorf("a stranger is at %s", page.URL)
	}
	if page := lan.Get("/quan-tri"); page.Status != http.StatusOK {
		t.Errorf("after a restart: %d", page.Status)
	}
}
