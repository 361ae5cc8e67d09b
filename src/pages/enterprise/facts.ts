/** An enterprise as every page shows it: its name, its code or licences, its legal person, its account. */
import type { EnterpriseShown } from '../../custody/api.ts';
import { cardText } from '../holder.ts';
import type { FactRow } from '../layout.ts';
import { said } from '../phrases.ts';
import { type Scene, type Setting, say } from '../scene.ts';

export const ACCOUNT = said('对公账户', 'Company account');

/** Rows about the enterprise that the person acts for. */
export function enterpriseRows(scene: Scene, enterprise: EnterpriseShown): readonly FactRow[] {
  return [...identityRows(scene, enterprise), [say(scene, ACCOUNT), cardText(scene)]];
}

/** Rows that say which enterprise it is: by its unified code, or by the three licences that this stands for. */
export function identityRows(setting: Setting, enterprise: EnterpriseShown): readonly FactRow[] {
  const { name, unifiedCode, businessLicense, orgNo, taxNo, legal } = enterprise;
  const licences = unifiedCode === null;
  return [
    [say(setting, said('企业名称', 'Enterprise')), name],
    [say(setting, said('统一社会信用代码', 'Unified code')), unifiedCode],
    [say(setting, said('营业执照编号', 'Business licence')), licences && businessLicense],
    [say(setting, said('组织机构代码', 'Organisation code')), licences && orgNo],
    [say(setting, said('税务登记号', 'Tax registration')), licences && taxNo],
    [say(setting, said('法人', 'Legal person')), legal],
  ];
}
