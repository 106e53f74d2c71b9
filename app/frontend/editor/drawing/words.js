// What bpmn-js says, in Chinese: the community's translation, and over it our own words for what an approval uses.
import community from 'bpmn-js-i18n/translations/zn.js'

const ours = {
  'Activate create/remove space tool': '撑开或收拢空间',
  'Activate global connect tool': '连线工具',
  'Activate hand tool': '移动画布',
  'Activate lasso tool': '框选',
  'Add lane above': '在上方加泳道',
  'Add lane below': '在下方加泳道',
  'Add text annotation': '添加注释',
  'Append boundary timer': '添加边框定时器',
  'Append end event': '接结束事件',
  'Append exclusive gateway': '接排他网关',
  'Append gateway': '接网关',
  'Append user task': '接审批环节（用户任务）',
  'Business rule task': '业务规则任务（决策表）',
  'Call activity': '调用活动（其他流程）',
  'Change element': '更改类型',
  'Connect to other element': '连线',
  'Connect using association': '连线到被注释的元素',
  'Create boundary timer': '边框定时器（放到任务边框上）',
  'Create business rule task': '业务规则任务（决策表）',
  'Create call activity': '调用活动（其他流程）',
  'Create end event': '结束事件',
  'Create exclusive gateway': '排他网关（只走一条）',
  'Create expanded sub-process': '子流程',
  'Create inclusive gateway': '包容网关（走所有符合的）',
  'Create parallel gateway': '并行网关（同时走）',
  'Create pool/participant': '泳池',
  'Create start event': '开始事件',
  'Create user task': '审批环节（用户任务）',
  'Default flow': '默认连线',
  Delete: '删除',
  'Divide into three lanes': '分成三条泳道',
  'Divide into two lanes': '分成两条泳道',
  'Exclusive gateway': '排他网关',
  'Inclusive gateway': '包容网关',
  'Non-interrupting': '不中断',
  'Parallel gateway': '并行网关',
  'Parallel multi-instance': '会签（同时）',
  'Sequence flow': '普通连线',
  'Sequential multi-instance': '会签（依次）',
  'Sub-process (expanded)': '子流程',
  'Timer boundary event': '边框定时器',
  'Timer boundary event (non-interrupting)': '边框定时器（不中断）',
  'Toggle non-interrupting': '是否中断',
  'User task': '审批环节（用户任务）',
  'Open minimap': '打开缩略图',
  'Close minimap': '关闭缩略图',
  'Search in diagram': '在图中查找',
  Search: '查找',
  'Expanded pool/participant': '展开的泳池',
  'Empty pool/participant (removes content)': '空泳池（删去内容）',
  'No results': '没有结果',
  'No matching entries found.': '没有符合的项。',
  Feature: '功能',
}

export const words = { ...community, ...ours }

/** What was asked for and is not there; a test looks that it stays empty. */
export const missing = new Set()

function translate(template, replacements = {}) {
  if (!(template in words) && /[a-z]/i.test(template)) missing.add(template)
  return (words[template] ?? template).replace(/{([^}]+)}/g, (_, key) => replacements[key] ?? `{${key}}`)
}

export const inChinese = { translate: ['value', translate] }
