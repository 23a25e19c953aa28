package cli

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"minhbach/domain/calendar"
	"minhbach/domain/domainname"
	"minhbach/internal/app"
)

func (c *cli) importCommand() *cobra.Command {
	return group("import", c.say("nhập dữ liệu có sẵn", "import existing data"), c.importUnitsCommand(), c.importDatasetCommand(), c.importArchiveCommand())
}

func (c *cli) importUnitsCommand() *cobra.Command {
	var from, basis string
	var partial bool
	cmd := &cobra.Command{
		Use:   "units FILE.csv",
		Short: c.say("nhập danh sách đơn vị hành chính (tất cả hoặc không gì cả)", "import administrative units (all or nothing)"),
		Long: c.say("Tệp CSV UTF-8 có các cột level, code, name_vi, name_en, unit_type, parent_code.\nNhập lại cùng một tệp không thay đổi gì.",
			"A UTF-8 CSV file with the columns level, code, name_vi, name_en, unit_type, parent_code.\nImporting the same file again changes nothing."),
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			var valid calendar.Date
			if from != "" {
				var err error
				if valid, err = calendar.Parse(from); err != nil {
					return exit{Usage, fmt.Errorf("--valid-from: %w", err)}
				}
			}
			f, err := os.Open(args[0])
			if err != nil {
				return err
			}
			defer f.Close()
			n, err := c.open(cmd.Context())
			if err != nil {
				return err
			}
			defer n.Close()
			report, err := n.App.Commands.ImportUnits(cmd.Context(), app.Caller{Operator: true},
				app.ImportUnits{CSV: f, ValidFrom: valid, Basis: basis, Partial: partial})
			if err != nil {
				return err
			}
			if err := c.print(report, func(w io.Writer) { c.printImport(w, report) }); err != nil {
				return err
			}
			if len(report.Rejected) > 0 {
				return exit{Degraded, fmt.Errorf(c.say("%d dòng bị từ chối", "%d lines were rejected"), len(report.Rejected))}
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&from, "valid-from", "", c.say("ngày các đơn vị có hiệu lực trong cây tổ chức, YYYY-MM-DD (mặc định: ngày đầu của quy tắc tên miền của tỉnh)", "day from which the units stand in the tree, YYYY-MM-DD (default: the first day of the province's domain rule)"))
	cmd.Flags().StringVar(&basis, "basis", "", c.say("căn cứ (số văn bản)", "legal basis (document number)"))
	cmd.Flags().BoolVar(&partial, "partial", false, c.say("nhập các dòng đúng, báo cáo các dòng sai", "take the good lines and report the others"))
	return cmd
}

func (c *cli) printImport(w io.Writer, r app.ImportReport) {
	conflicts := 0
	for _, u := range r.Units {
		mark := " "
		if u.New {
			mark = "+"
		}
		fmt.Fprintf(w, "%s %-6s %-9s %-42s %s", mark, u.Code, u.Level, u.FQDN, u.Name)
		if len(u.Conflicts) > 0 {
			conflicts++
			fmt.Fprintf(w, "  [%s]", u.State)
		}
		fmt.Fprintln(w)
	}
	if conflicts > 0 {
		fmt.Fprintf(w, c.say("\nTên miền cần thống nhất với Sở Thông tin và Truyền thông (Điều 5): %d\n", "\nDomain names that need an agreement with the DIC (Điều 5): %d\n"), conflicts)
		for _, u := range r.Units {
			for _, k := range u.Conflicts {
				fmt.Fprintf(w, "  %s  %s: %s [%s]\n", u.FQDN, u.Name, c.conflict(r, k), k.Reason)
			}
		}
	}
	for _, f := range r.Rejected {
		sentence := f.Vi
		if c.language() == "en" {
			sentence = f.En
		}
		fmt.Fprintf(w, c.say("  dòng %d, cột %s: %s [%s]\n", "  line %d, column %s: %s [%s]\n"), f.Line, f.Column, sentence, f.Code)
	}
	fmt.Fprintf(w, c.say("\nĐăng ký mới: %d · không đổi: %d · xung đột tên miền: %d · bị từ chối: %d\n", "\nRegistered: %d · unchanged: %d · domain conflicts: %d · rejected: %d\n"),
		r.Registered, r.Unchanged, conflicts, len(r.Rejected))
}

// conflict says why a name waits.
func (c *cli) conflict(r app.ImportReport, k domainname.Conflict) string {
	with := nameOf(r, k.With)
	switch k.Reason {
	case domainname.SiblingSameLabel:
		return c.say("trùng tên với đơn vị cùng cấp "+with, "same label as its sibling "+with)
	case domainname.DistrictSameLabel:
		return c.say("trùng tên với "+with, "same label as "+with)
	case domainname.FQDNTaken:
		return c.say("tên miền đã thuộc về "+with, "the name belongs to "+with)
	case domainname.ReservedLabel:
		return c.say("nhãn dành riêng", "reserved label")
	}
	return string(k.Reason)
}

func nameOf(r app.ImportReport, id string) string {
	for _, u := range r.Units {
		if u.Agency == id {
			return u.Name
		}
	}
	return strings.TrimSpace(id)
}
