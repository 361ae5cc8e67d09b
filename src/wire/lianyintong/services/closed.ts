/** Services that the document names and that are not opened yet: known, and refused as such (LW-7). */
import type { ClosedService } from '../../catalogue/service.ts';

export const CLOSED: Readonly<Record<string, ClosedService>> = {
  ENTERPRISE_BIND_BANKCARD: { title: '企业绑卡' },
  DOWNLOAD_CHECKFILE: { title: '对账文件下载' },
  CONFIRM_CHECKFILE: { title: '对账文件确认' },
  UPLOAD_CHECKFILE: { title: '对账文件上传', aliases: ['UPLOAAD_CHECKFILE'] },
};
