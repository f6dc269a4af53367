package roster

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/xuri/excelize/v2"
)

// templateColumn is a column of a template. Its list are the answers of its
// drop-down; where the list is open, others may be typed.
type templateColumn struct {
	header  string
	field   Field
	must    bool
	list    string // with commas
	open    bool
	width   float64
	example []string // the cells of the example's rows
}

const yesOrNo = "是,否"

// exampleMark stands where a household's number or a cadre's name would. No
// number begins with it and nobody is called so.
const exampleMark = "例"

// householdTemplate has one row a person and only what the reader reads, since
// nobody is to be asked for what nobody needs.
var householdTemplate = []templateColumn{
	{"户编号", FieldNumber, true, "", false, 20, []string{exampleMark, exampleMark}},
	{"姓名", FieldName, true, "", false, 12, []string{"张三", "王丽"}},
	{"与户主关系", FieldRelation, true, "户主,配偶,之子,之女,之儿媳,之女婿,之孙子,之孙女,之外孙子,之外孙女,之父,之母,之岳父,之岳母,之祖父,之祖母,之兄弟姐妹,其他", true, 12, []string{"户主", "配偶"}},
	{"证件号码", FieldID, false, "", false, 24, []string{"530399197001011232", "530399197202021242"}},
	{"劳动技能", FieldLabour, false, "普通劳动力,技能劳动力,弱劳动力或半劳动力,丧失劳动力,无劳动力", false, 18, []string{"普通劳动力", "弱劳动力或半劳动力"}},
	{"健康状况", FieldHealth, false, "健康,长期慢性病,患有大病,残疾", true, 12, []string{"健康", "长期慢性病"}},
	{"人联系电话", FieldPersonPhone, false, "", false, 14, []string{"13900000001", ""}},
	{"乡(镇)", FieldTownship, false, "", false, 12, []string{"越州镇", "越州镇"}},
	{"行政村", FieldVillage, false, "", false, 12, []string{"河湾村", "河湾村"}},
	{"自然村", FieldGroup, false, "", false, 12, []string{"3组", "3组"}},
	{"户联系电话", FieldPhone, false, "", false, 14, []string{"13900000001", "13900000001"}},
	{"户类型", FieldCategory, false, "脱贫户,一般农户", false, 12, []string{"脱贫户", "脱贫户"}},
	{"监测对象类型", FieldMonitored, false, "脱贫不稳定户,边缘易致贫户,突发严重困难户", false, 18, nil},
	{"风险是否消除", FieldRiskEliminated, false, yesOrNo, false, 10, nil},
	{"人均纯收入(元)", FieldIncome, false, "", false, 12, []string{"12300", "12300"}},
	{"是否兜底户", FieldSafetyNet, false, yesOrNo, false, 10, []string{"否", "否"}},
	{"圈层", FieldRing, false, "红色,橙色,黄色,蓝色,待研判", false, 10, []string{"蓝色", "蓝色"}},
	{"包保责任人", FieldResponsible, false, "", false, 12, []string{"李明", "李明"}},
	{"包保责任人电话", FieldResponsiblePhone, false, "", false, 16, []string{"13900000002", "13900000002"}},
	{"有产业发展条件和意愿", FieldWish, false, yesOrNo, false, 12, []string{"是", "是"}},
	{"是否双绑", FieldDoubleBound, false, yesOrNo, false, 10, []string{"否", "否"}},
}

var cadreTemplate = []templateColumn{
	{"姓名", FieldName, true, "", false, 14, []string{exampleMark + "：李明"}},
	{"单位", FieldUnit, false, "", false, 22, []string{"区教育局"}},
	{"职务", FieldPost, false, "", false, 16, []string{"科员"}},
	{"联系电话", FieldPhone, true, "", false, 16, []string{"13900000002"}},
	{"包保层级", FieldTier, false, "区级挂联镇(街道)领导,乡村振兴局主要负责人,成员单位主要负责人,部门班子成员,结对帮扶干部", false, 26, []string{"结对帮扶干部"}},
	{"角色", FieldRole, false, "干部,领导,办公室", false, 10, []string{"干部"}},
	{"上级电话", FieldSuperior, false, "", false, 16, []string{"13900000003"}},
	{"辖区", FieldDomain, false, "", false, 14, nil},
}

// example says that a cell which names a household or a cadre marks the row as
// a template's example, which is never imported.
func example(text string) bool {
	text = compact(text)
	return text == exampleMark || strings.HasPrefix(text, exampleMark+":")
}

// passExample leaves a template's example out, and says so once a sheet: somebody
// may have written over it and kept its mark.
func (s *sheet) passExample(f Field) {
	if s.examples == 0 {
		s.find(CodeExample, f, "")
	}
	s.examples++
	s.r.file.Rows--
	s.r.examples++
}

// templateRows is how far down the drop-downs of a template reach.
const templateRows = 20_000

// WriteTemplate writes an .xlsx sheet to fill in: drop-downs where the answers
// are few, a note on each column, and an example, which import passes over.
// Every cell is text, so that a spreadsheet keeps long numbers whole. note words
// the sentence note.<kind>.<field>, and note.choose for an answer that is not on
// the list. An existing file is not overwritten: Exists tells that error.
func WriteTemplate(path string, kind Kind, note func(key string) string) (err error) {
	if !strings.EqualFold(filepath.Ext(path), ".xlsx") {
		return refuse(CodeUnsupported, nil, "named", filepath.Ext(path))
	}
	columns, sheet := householdTemplate, "农户名册"
	if kind == Cadres {
		columns, sheet = cadreTemplate, "干部名单"
	}
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	t := template{book: book, sheet: sheet, kind: kind, note: note}
	if err := t.fill(columns); err != nil {
		return fmt.Errorf("make template: %w", err)
	}
	f, err := begin(path)
	if err != nil {
		return fmt.Errorf("create template: %w", err)
	}
	if err := book.Write(f); err != nil {
		return errors.Join(fmt.Errorf("write template: %w", err), f.drop())
	}
	return f.keep()
}

// template is a sheet being made.
type template struct {
	book                     *excelize.File
	sheet                    string
	kind                     Kind
	note                     func(key string) string
	plain, sample, head, ask int // styles
}

func (t *template) fill(columns []templateColumn) error {
	errs := []error{t.book.SetSheetName("Sheet1", t.sheet), t.styles()}
	last := columnLetters(len(columns) - 1)
	errs = append(errs,
		t.book.SetColStyle(t.sheet, "A:"+last, t.plain),
		t.book.SetRowHeight(t.sheet, 1, 36),
		t.book.SetPanes(t.sheet, frozen(1, 1)),
		t.book.AddIgnoredErrors(t.sheet, fmt.Sprintf("A1:%s%d", last, templateRows), excelize.IgnoredErrorsNumberStoredAsText))
	for i, c := range columns {
		errs = append(errs, t.column(columnLetters(i), c))
	}
	return errors.Join(errs...)
}

func (t *template) styles() (err error) {
	look := headerLook()
	if t.head, err = t.book.NewStyle(look); err != nil {
		return err
	}
	look.Fill.Color = []string{"FCE4D6"}
	look.Font.Color = "C00000"
	if t.ask, err = t.book.NewStyle(look); err != nil {
		return err
	}
	if t.plain, _, err = textStyles(t.book, excelize.Style{}); err != nil {
		return err
	}
	_, t.sample, err = textStyles(t.book, excelize.Style{Font: &excelize.Font{Italic: true, Color: "7F7F7F"}})
	return err
}

// column writes a column: its header with its note, its example and its
// drop-down. The headers of columns that must be filled have a star and a colour.
func (t *template) column(letters string, c templateColumn) error {
	header, style := c.header, t.head
	if c.must {
		header, style = "*"+header, t.ask
	}
	words := t.note("note." + string(t.kind) + "." + c.field.String())
	errs := []error{
		t.book.SetColWidth(t.sheet, letters, letters, c.width),
		t.book.SetCellStr(t.sheet, letters+"1", header),
		t.book.SetCellStyle(t.sheet, letters+"1", letters+"1", style),
		t.book.AddComment(t.sheet, excelize.Comment{Cell: letters + "1", Author: "Ringkeeper", Text: words, Width: 320, Height: 140}),
	}
	for i, text := range c.example {
		at := letters + itoa(i+2)
		errs = append(errs, t.book.SetCellStyle(t.sheet, at, at, t.sample))
		if text != "" {
			errs = append(errs, t.book.SetCellStr(t.sheet, at, text))
		}
	}
	if c.list == "" {
		return errors.Join(errs...)
	}
	choice := excelize.NewDataValidation(true)
	choice.SetSqref(fmt.Sprintf("%s2:%s%d", letters, letters, templateRows))
	errs = append(errs, choice.SetDropList(strings.Split(c.list, ",")))
	if c.open {
		choice.ShowErrorMessage = false
	} else {
		choice.SetError(excelize.DataValidationErrorStyleStop, c.header, t.note("note.choose"))
	}
	return errors.Join(append(errs, t.book.AddDataValidation(t.sheet, choice))...)
}
