package roster

// Field is what a column tells. Its name is the one that Change.Fields and the
// details of findings use.
type Field uint8

// The fields of a household come first, then those of a person, then those of
// the cadres' list, which shares FieldName and FieldPhone.
const (
	FieldNumber Field = iota
	FieldHead
	FieldHeadID
	FieldPhone
	FieldTownship
	FieldVillage
	FieldGroup
	FieldCategory
	FieldMonitored
	FieldRiskEliminated
	FieldSafetyNet
	FieldIncome
	FieldSize
	FieldRing
	FieldResponsible
	FieldResponsiblePhone
	FieldWish
	FieldDoubleBound
	FieldLabour // of the household in one row a household, else of the person
	FieldName
	FieldID
	FieldRelation
	FieldPersonPhone
	FieldPersonNumber
	FieldHealth
	FieldUnit
	FieldPost
	FieldTier
	FieldRole
	FieldSuperior
	FieldDomain
	FieldMembers // stands in Change.Fields and in Absent; no column of its own
	fieldCount
)

// householdFields bounds the fields that tell of a household.
const householdFields = FieldLabour + 1

var fieldNames = [fieldCount]string{
	"number", "head", "head_id", "phone", "township", "village", "group", "category", "monitored",
	"risk_eliminated", "safety_net", "income", "size", "sheet_ring", "responsible", "responsible_phone",
	"wish", "double_bound", "labour", "name", "id_number", "relation", "person_phone", "person_number",
	"health", "unit", "post", "tier", "role", "superior_phone", "domain", "members",
}

// String returns the field's name.
func (f Field) String() string {
	if f >= fieldCount {
		return ""
	}
	return fieldNames[f]
}

// Fields is a set of fields.
type Fields uint64

// Has says whether f is in the set.
func (s Fields) Has(f Field) bool { return s>>f&1 == 1 }

// With returns the set with f in it.
func (s Fields) With(f Field) Fields { return s | 1<<f }

// decisive fields decide which household a row tells of or which ring it gets:
// rows that contradict each other there stop the import.
var decisive = Fields(0).With(FieldNumber).With(FieldHead).With(FieldCategory).With(FieldMonitored).
	With(FieldRiskEliminated).With(FieldSafetyNet).With(FieldIncome).With(FieldRing).
	With(FieldLabour).With(FieldID).With(FieldRelation)
