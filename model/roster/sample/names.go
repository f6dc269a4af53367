package sample

import "strings"

var townships = []string{
	"南宁街道", "建宁街道", "白石江街道", "寥廓街道", "潇湘街道", "益宁街道", "文华街道", "西城街道", "三宝街道", "珠街街道", "沿江街道",
	"越州镇", "东山镇", "茨营镇",
}

// weights say how many of a hundred households live where: more in the country.
var weights = []int{3, 3, 4, 3, 5, 5, 5, 5, 9, 9, 7, 15, 15, 12}

const villagesEach = 8

var (
	villageFirst  = strings.Split("河石松柳青白大小龙凤清双高长", "")
	villageSecond = strings.Split("湾坎林塘坡沟坪冲桥坝", "")
	surnames      = strings.Split("李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文", "")
	given         = strings.Split("春明秀英国强建华丽红玉兰桂芳小平志勇海燕文军学琼永福光荣家兴世昌德才美珍云生金凤水仙石林应祥朝阳绍忠开发正雄吉安竹青加富顺有贵自良从礼开慧本善", "")
	units         = strings.Split("区农业农村局 区教育体育局 区卫生健康局 区民政局 区人力资源和社会保障局 区住房和城乡建设局 区水务局 区交通运输局 区林业和草原局 区财政局 区发展和改革局 区医疗保障局 区残疾人联合会 区妇女联合会 区工商业联合会 区自然资源局", " ")
)

// places gives every township its villages, no name twice in the district.
func (m *maker) places() {
	var all []string
	for _, a := range villageFirst {
		for _, b := range villageSecond {
			all = append(all, a+b+"村")
		}
	}
	m.rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for i := range townships {
		m.villages = append(m.villages, all[i*villagesEach:(i+1)*villagesEach])
	}
}

// person gives a name of two or three characters.
func (m *maker) person(surname string) string {
	name := surname + pick(m, given)
	if m.chance(75) {
		name += pick(m, given)
	}
	return name
}

// cadreName gives a name that no other cadre has, so that a sheet may name
// cadres without their phones. Once the short names are used up a third
// character of the given name tells apart.
func (m *maker) cadreName() string {
	for try := 0; ; try++ {
		name := m.person(pick(m, surnames))
		if try > 20 {
			name += pick(m, given)
		}
		if !m.taken[name] {
			m.taken[name] = true
			return name
		}
	}
}
