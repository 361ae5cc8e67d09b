/** Services that the document or D-EXT names and that are not opened yet: known, and refused as such. */
import type { ClosedService } from '../../catalogue/service.ts';

export const CLOSED: Readonly<Record<string, ClosedService>> = {
  DEBENTURE_SALE: { title: '债权转让' },
  CANCEL_DEBENTURE_SALE: { title: '取消债权转让' },
  CONFIRM_DEBENTURE_TRANSFER: { title: '债权购买确认' },
  ENTERPRISE_REGISTER: { title: '企业绑卡开户' },
  PERSONAL_BIND_BANKCARD: { title: '个人绑卡' },
  UNBIND_BANKCARD: { title: '解绑银行卡' },
  RESET_PASSWORD: { title: '修改密码' },
  MODIFY_MOBILE: { title: '修改预留手机号' },
  PLATFORM_PRE_FREEZE: { title: '平台预处理' },
  CONFIRM_COMPENSATORY: { title: '代偿确认' },
  RED_PACKET: { title: '发放红包' },
  DOWNLOAD_CHECKFILE: { title: '对账文件下载' },
};
