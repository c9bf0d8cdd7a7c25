import { describe, expect, it } from 'vitest';
import { dropOf } from '../../../src-renderer/shell/dropped';

const named = (...names: readonly string[]) =>
  names.map((name) => ({ name, size: 10, text: async () => 'name: a' }));

describe('what is dropped onto the window', () => {
  it('is data by the path that the desktop tells, a network goes to the form', () => {
    expect(dropOf(named('rows.csv'), ['/data/rows.csv'])).toEqual({ kind: 'data', path: '/data/rows.csv' });
    expect(dropOf(named('pictures'), ['/data/pictures'])).toEqual({ kind: 'data', path: '/data/pictures' });
    expect(dropOf(named('net.ONNX'), ['/net.ONNX'])).toEqual({ kind: 'network', path: '/net.ONNX' });
  });

  it('is an experiment by its name, whose text a browser tells too', () => {
    const [file] = named('mine.yaml');
    expect(dropOf([file], [])).toEqual({ kind: 'experiment', file });
    expect(dropOf([file], ['/mine.yaml'])).toEqual({ kind: 'experiment', file });
  });

  it('is several NetCDF files as one, by the name that stands for all', () => {
    const paths = ['/era5/t2m_2019.nc', '/era5/t2m_2018.nc', '/era5/t2m_2020.nc'];
    const files = named('t2m_2019.nc', 't2m_2018.nc', 't2m_2020.nc');
    expect(dropOf(files, paths)).toEqual({ kind: 'data', path: '/era5/t2m_20*.nc', files: 3 });
    expect(dropOf(named('a.nc', 'ab.nc'), ['C:\\d\\a.nc', 'C:\\d\\ab.nc'])).toEqual({
      kind: 'data',
      path: 'C:\\d\\a*.nc',
      files: 2,
    });
  });

  it('is refused with what to do where it is several things, or no path is told', () => {
    const several = dropOf(named('a.csv', 'b.csv'), ['/a.csv', '/b.csv']);
    expect(several).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/^Drop one file or one folder/),
    });
    const apart = dropOf(named('a.nc', 'b.nc'), ['/x/a.nc', '/y/b.nc']);
    expect(apart.kind).toBe('refused');
    const inBrowser = dropOf(named('a.csv'), []);
    expect(inBrowser).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/name their path on the machine that Parasample runs on, under Data\.$/),
    });
    expect(dropOf([], [])).toMatchObject({ kind: 'refused' });
  });
});
