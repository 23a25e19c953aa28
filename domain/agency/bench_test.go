package agency_test

import (
	"fmt"
	"testing"

	"minhbach/domain/agency"
	"minhbach/domain/domainname"
)

// big is a province with 12 districts of 12 communes each.
func big() agency.RegisterAll {
	units := []agency.Unit{{Code: "p", NameVi: "Tỉnh Sóc Trăng", UnitType: "Tỉnh", Level: domainname.Province, ValidFrom: d("2019-05-02")}}
	for i := range 12 {
		district := fmt.Sprintf("d%d", i)
		units = append(units, agency.Unit{Code: district, NameVi: fmt.Sprintf("Huyện Số %d", i), UnitType: "Huyện",
			Level: domainname.District, ParentCode: "p", ValidFrom: d("2019-05-02")})
		for j := range 12 {
			units = append(units, agency.Unit{Code: fmt.Sprintf("c%d-%d", i, j), NameVi: fmt.Sprintf("Phường %d", j+1), UnitType: "Phường",
				Level: domainname.Commune, ParentCode: district, ValidFrom: d("2019-05-02")})
		}
	}
	return agency.RegisterAll{By: system, Units: units, Template: soctrang}
}

func BenchmarkRegisterAll157(b *testing.B) {
	for b.Loop() {
		cmd := big()
		cmd.NewID = ids()
		if _, err := agency.New().RegisterAll(cmd); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAtAndResolve(b *testing.B) {
	cmd := big()
	cmd.NewID = ids()
	tree := agency.New()
	events, err := tree.RegisterAll(cmd)
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range events {
		tree.Apply(e)
	}
	b.Run("At", func(b *testing.B) {
		for b.Loop() {
			tree.At(d("2020-01-01"))
		}
	})
	b.Run("ResolveHost", func(b *testing.B) {
		for b.Loop() {
			tree.ResolveHost("phuong3.so4.soctrang.gov.vn", d("2020-01-01"))
		}
	})
}
